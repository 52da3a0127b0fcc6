-- The edge of the seller API: faults on purpose.

create table fault (
    fault_id bigint primary key,
    -- What is to go wrong, as it was set up.
    rule text not null,
    -- How often at most; null: without end.
    times bigint,
    -- Calls that it was about, and calls that went wrong by it.
    met bigint not null,
    applied bigint not null,
    created_at bigint not null
);

insert into id_counter (kind, first, next) values ('fault', 1, 1);
