-- What processes tell each other of the calls that they let through, for a little more than a minute: so they keep rate
-- limits together.

create table limit_use (
    -- Microseconds of the wall's clock.
    told_at bigint not null,
    process text not null,
    -- [shop, first path of the limit, calls of the limit, moment of the last call, calls let through], each.
    uses text not null,
    primary key (told_at, process)
) without rowid;
