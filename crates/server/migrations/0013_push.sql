-- Pushes: where a shop's go, and each of them with what became of it.

-- `awake`: a row of the agenda sends what waits. `last_check` is the JSON text of the last ping's outcome; empty before it.
create table push_subscription (
    seller_id bigint primary key references seller (seller_id),
    url text not null,
    types text not null,
    twice bigint not null check (twice in (0, 1)),
    shuffled bigint not null check (shuffled in (0, 1)),
    created_at bigint not null,
    last_number bigint not null,
    awake bigint not null check (awake in (0, 1)),
    failures bigint not null check (failures >= 0),
    failing_since bigint,
    paused_at bigint,
    last_check text not null
);

-- `tries` is a JSON list, one entry for each time it was sent. The log outlives its subscription.
create table push_delivery (
    seller_id bigint not null references seller (seller_id),
    number bigint not null,
    message_type text not null,
    body text not null,
    created_at bigint not null,
    state text not null check (state in ('waiting', 'delivered', 'dropped')),
    attempts bigint not null check (attempts >= 0),
    tries text not null,
    next_at bigint,
    copy_of bigint,
    primary key (seller_id, number)
);

create index push_delivery_state on push_delivery (seller_id, state, number);

create index push_delivery_age on push_delivery (seller_id, created_at);

-- What the buyer's side of a chat can do since it is told.
alter table chat add column read_id bigint not null default 0;

alter table chat add column closed_at bigint;

-- Hundredths; 0 for none.
alter table product add column price_index bigint not null default 0;
