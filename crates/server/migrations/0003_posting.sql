-- Orders, the postings they fall into, and the carriages that take them away.

create table buyer_order (
    order_id bigint primary key,
    order_number text not null,
    buyer_id bigint not null,
    created_at bigint not null,
    parcels bigint not null,
    buyer text not null,
    address text not null,
    is_legal bigint not null check (is_legal in (0, 1)),
    is_premium bigint not null check (is_premium in (0, 1)),
    payment_type text not null
);

create unique index buyer_order_number on buyer_order (buyer_id, order_number);

create table posting (
    seller_id bigint not null references seller (seller_id),
    posting_number text not null,
    order_id bigint not null references buyer_order (order_id),
    order_number text not null,
    scheme text not null check (scheme in ('fbs', 'rfbs', 'fbo')),
    status text not null,
    substatus text not null,
    tpl_integration_type text not null,
    provider_id bigint not null,
    provider text not null,
    provider_status text not null,
    warehouse_id bigint not null,
    warehouse text not null,
    delivery_method_id bigint not null,
    delivery_method text not null,
    currency_code text not null,
    created_at bigint not null,
    in_process_at bigint not null,
    shipment_date bigint not null,
    shipped_at bigint,
    delivering_date bigint,
    delivered_at bigint,
    delivery_date_begin bigint not null,
    delivery_date_end bigint not null,
    tracking_number text not null,
    upper_barcode text not null,
    lower_barcode text not null,
    parent_posting_number text not null,
    carriage_id bigint not null,
    cancel_reason_id bigint not null,
    cancel_reason text not null,
    cancellation_type text not null,
    cancelled_after_ship bigint not null check (cancelled_after_ship in (0, 1)),
    affect_cancellation_rating bigint not null check (affect_cancellation_rating in (0, 1)),
    primary key (seller_id, posting_number)
);

create index posting_in_process on posting (seller_id, in_process_at, posting_number);

-- Status and scheme stand at the end so that a count asks the index alone.
create index posting_unfulfilled on posting (seller_id, shipment_date, posting_number, status, scheme)
    where status not in ('delivered', 'cancelled', 'cancelled_from_split_pending');

create index posting_order on posting (order_id);

create unique index posting_of_any on posting (posting_number);

create unique index posting_upper on posting (upper_barcode);

create unique index posting_lower on posting (lower_barcode);

create index posting_method on posting (seller_id, delivery_method_id, shipment_date)
    where status in ('awaiting_packaging', 'awaiting_deliver');

create index posting_carriage on posting (seller_id, carriage_id) where carriage_id > 0;

create table posting_item (
    seller_id bigint not null,
    posting_number text not null,
    position bigint not null,
    product_id bigint not null,
    sku bigint not null,
    offer_id text not null,
    name text not null,
    quantity bigint not null check (quantity > 0),
    price bigint not null,
    old_price bigint not null,
    mandatory_marks text not null,
    commission_basis_points bigint not null,
    depth_mm bigint not null,
    width_mm bigint not null,
    height_mm bigint not null,
    weight_grams bigint not null,
    primary key (seller_id, posting_number, position),
    foreign key (seller_id, posting_number) references posting (seller_id, posting_number)
);

create table posting_history (
    seller_id bigint not null,
    posting_number text not null,
    step bigint not null,
    happened_at bigint not null,
    event text not null,
    status text not null,
    substatus text not null,
    note text not null,
    primary key (seller_id, posting_number, step),
    foreign key (seller_id, posting_number) references posting (seller_id, posting_number)
);

create table carriage (
    seller_id bigint not null references seller (seller_id),
    carriage_id bigint not null,
    delivery_method_id bigint not null,
    warehouse_id bigint not null,
    departure_day text not null,
    status text not null check (status in ('in_process', 'ready', 'error', 'cancelled')),
    containers_count bigint not null,
    partial_num bigint not null,
    postings bigint not null,
    removed text not null,
    created_at bigint not null,
    ready_at bigint,
    primary key (seller_id, carriage_id)
);

create index carriage_method on carriage (seller_id, delivery_method_id, departure_day);

-- Two carriages of a method that are being gathered at once would want the same postings.
create unique index carriage_under_way on carriage (seller_id, delivery_method_id) where status = 'in_process';
