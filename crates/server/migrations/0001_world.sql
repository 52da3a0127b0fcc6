-- The world itself: what it is made from, who is in it, what will happen.

create table world (
    name text primary key,
    value text not null
);

create table id_counter (
    kind text primary key,
    first bigint not null,
    next bigint not null
);

insert into id_counter (kind, first, next) values
    ('seller', 100001, 100001),
    ('key', 1, 1),
    ('agenda', 1, 1),
    ('product', 512000101, 512000101),
    ('sku', 1595285001, 1595285001),
    ('task', 172549001, 172549001),
    ('warehouse', 22142605386, 22142605386),
    ('delivery_method', 30155, 30155),
    ('buyer', 57195475, 57195475),
    ('order', 680420001, 680420001),
    ('parcel', 806044518, 806044518),
    ('carriage', 23241294001, 23241294001),
    ('operation', 11401182187001, 11401182187001);

create table seller (
    seller_id bigint primary key,
    name text not null,
    currency_code text not null,
    premium bigint not null check (premium in (0, 1)),
    created_at bigint not null
);

create table api_key (
    seller_id bigint not null references seller (seller_id),
    key_id bigint not null,
    name text not null,
    hash text not null,
    roles text not null,
    networks text not null,
    created_at bigint not null,
    expires_at bigint,
    revoked_at bigint,
    primary key (seller_id, key_id)
);

-- seller_id 0 holds what is true for all shops.
create table setting (
    seller_id bigint primary key,
    chosen text not null
);

create table agenda (
    agenda_id bigint primary key,
    due_at bigint not null,
    kind text not null,
    seller_id bigint not null,
    subject text not null,
    payload text not null,
    attempts bigint not null,
    last_error text not null,
    lease_owner text,
    lease_until bigint
);

create index agenda_due on agenda (due_at, agenda_id);

create index agenda_subject on agenda (seller_id, subject, kind);
