-- Money: each operation is booked twice. The lines of one operation over all accounts sum to zero.

create table operation (
    seller_id bigint not null references seller (seller_id),
    operation_id bigint not null,
    operation_type text not null,
    kind text not null check (kind in ('orders', 'returns', 'services', 'compensation', 'transferDelivery', 'other')),
    happened_at bigint not null,
    posting_number text not null,
    delivery_schema text not null,
    order_date bigint,
    warehouse_id bigint not null,
    items text not null,
    cause text not null,
    primary key (seller_id, operation_id)
);

create index operation_period on operation (seller_id, happened_at, operation_id);

create index operation_posting on operation (seller_id, posting_number, happened_at, operation_id);

create unique index operation_cause on operation (seller_id, cause);

-- `account` is 'seller' or the counterpart ('buyer', 'commission', 'service', 'acquiring', ...); `part` is what the
-- line is for: 'sale', 'commission', or the name of a service.
create table ledger (
    seller_id bigint not null,
    operation_id bigint not null,
    line bigint not null,
    account text not null,
    part text not null,
    sku bigint not null,
    amount bigint not null,
    primary key (seller_id, operation_id, line),
    foreign key (seller_id, operation_id) references operation (seller_id, operation_id)
) without rowid;
