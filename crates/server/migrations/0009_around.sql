-- What surrounds a parcel: where it can be brought, what comes back, supplies, chats.

insert into id_counter (kind, first, next) values
    ('polygon', 3281, 3281),
    ('return', 11200451, 11200451),
    ('supply_order', 20004301, 20004301),
    ('waybill', 50017701, 50017701),
    ('chat', 1, 1),
    ('message', 1, 1);

-- `coordinates` is the JSON text of its rings.
create table polygon (
    seller_id bigint not null references seller (seller_id),
    polygon_id bigint not null,
    coordinates text not null,
    created_at bigint not null,
    primary key (seller_id, polygon_id)
);

-- The squares of the map that an outline reaches into: the index from a point to the areas around it.
create table polygon_cell (
    seller_id bigint not null,
    cell bigint not null,
    polygon_id bigint not null,
    primary key (seller_id, cell, polygon_id)
);

create index polygon_cell_of on polygon_cell (seller_id, polygon_id);

create table polygon_origin (
    seller_id bigint not null,
    delivery_method_id bigint not null,
    latitude text not null,
    longitude text not null,
    bound_at bigint not null,
    primary key (seller_id, delivery_method_id)
);

create table polygon_binding (
    seller_id bigint not null,
    delivery_method_id bigint not null,
    polygon_id bigint not null,
    minutes bigint not null check (minutes > 0),
    primary key (seller_id, delivery_method_id, polygon_id)
);

create index polygon_binding_of on polygon_binding (seller_id, polygon_id);

create table supply_order (
    seller_id bigint not null references seller (seller_id),
    order_id bigint not null,
    created_at bigint not null,
    primary key (seller_id, order_id)
);

create unique index supply_order_of_any on supply_order (order_id);

create table supply_waybill (
    seller_id bigint not null,
    waybill_id bigint not null,
    order_id bigint not null,
    waybill_number text not null,
    status text not null check (status in ('CREATED', 'IN_PROGRESS', 'ACCEPTED', 'ACCEPTED_WITH_DISCREPANCY')),
    warehouse_id bigint not null,
    created_at bigint not null,
    accepted_at bigint,
    primary key (seller_id, waybill_id),
    foreign key (seller_id, order_id) references supply_order (seller_id, order_id)
);

create index supply_waybill_order on supply_waybill (seller_id, order_id, waybill_id);

create table supply_item (
    seller_id bigint not null,
    waybill_id bigint not null,
    sku bigint not null,
    offer_id text not null,
    name text not null,
    barcode text not null,
    declared bigint not null check (declared >= 0),
    accepted bigint not null check (accepted >= 0),
    defective bigint not null check (defective >= 0),
    surplus bigint not null check (surplus >= 0),
    shortage bigint not null check (shortage >= 0),
    primary key (seller_id, waybill_id, sku),
    foreign key (seller_id, waybill_id) references supply_waybill (seller_id, waybill_id)
);

create table goods_return (
    seller_id bigint not null references seller (seller_id),
    return_id bigint not null,
    posting_number text not null,
    order_id bigint not null,
    scheme text not null check (scheme in ('fbs', 'rfbs', 'fbo')),
    status text not null,
    warehouse_id bigint not null,
    place_name text not null,
    clearing_id bigint not null,
    product_id bigint not null,
    sku bigint not null,
    offer_id text not null,
    name text not null,
    folded_name text not null,
    quantity bigint not null check (quantity > 0),
    price bigint not null,
    commission_basis_points bigint not null,
    way_back bigint not null,
    reason text not null,
    is_defective bigint not null check (is_defective in (0, 1)),
    is_opened bigint not null check (is_opened in (0, 1)),
    is_handled bigint not null check (is_handled in (0, 1)),
    created_at bigint not null,
    accepted_at bigint,
    waiting_from bigint,
    last_free_day bigint,
    ended_at bigint,
    paid_days bigint not null,
    primary key (seller_id, return_id)
);

create unique index goods_return_of_any on goods_return (return_id);

create index goods_return_list on goods_return (seller_id, created_at, return_id, scheme, status);

create index goods_return_status on goods_return (seller_id, status, created_at, return_id);

create index goods_return_posting on goods_return (seller_id, posting_number, created_at, return_id);

create index goods_return_order on goods_return (seller_id, order_id, created_at, return_id);

create index goods_return_offer on goods_return (seller_id, offer_id, created_at, return_id);

create index goods_return_accepted on goods_return (seller_id, accepted_at);

create index goods_return_last_day on goods_return (seller_id, last_free_day) where last_free_day is not null;

-- Units of a line of a posting that are on their way back, and those of them whose sale is undone.
create table returned_units (
    seller_id bigint not null,
    posting_number text not null,
    sku bigint not null,
    delivered bigint not null,
    returned bigint not null check (returned >= 0),
    reversed bigint not null check (reversed >= 0),
    primary key (seller_id, posting_number, sku),
    check (returned <= delivered and reversed <= returned)
);

create table chat (
    seller_id bigint not null references seller (seller_id),
    chat_id text not null,
    number bigint not null,
    posting_number text not null,
    customer_id bigint not null,
    created_at bigint not null,
    last_message_id bigint not null,
    first_unread_id bigint not null,
    unread bigint not null check (unread >= 0),
    customer_wrote_at bigint,
    primary key (seller_id, chat_id)
);

create unique index chat_of_posting on chat (seller_id, posting_number);

create unique index chat_of_any on chat (chat_id);

create index chat_list on chat (seller_id, created_at, number);

create index chat_unread on chat (seller_id, unread) where unread > 0;

create table chat_message (
    seller_id bigint not null,
    chat_id text not null,
    message_id bigint not null,
    by_customer bigint not null check (by_customer in (0, 1)),
    created_at bigint not null,
    body text not null,
    file_key text not null,
    file_name text not null,
    file_mime text not null,
    file_size bigint not null,
    primary key (seller_id, chat_id, message_id),
    foreign key (seller_id, chat_id) references chat (seller_id, chat_id)
);
