-- Who of the marketplace's own people, or of a shop's, did what. It belongs to the installation: no reset and no other
-- world that takes this one's place takes it away.

create table audit (
    -- Microseconds of the wall's clock in hexadecimal digits, then chance: in order of time.
    audit_id text primary key,
    at bigint not null,
    -- operator, shop or command.
    actor text not null,
    -- The shop that acted or that it is about; 0: none.
    seller_id bigint not null,
    method text not null,
    address text not null,
    request_id text not null,
    -- What was asked for, without secrets.
    request text not null
);

create index audit_seller on audit (seller_id, audit_id);
