-- The life of goods: what a product has been through, its pictures and barcodes, what a shop imported in a day,
-- between which prices a category is sold, and indexes for lists that look for little among much.

create table product_life (
    seller_id bigint not null,
    product_id bigint not null,
    approved_at bigint,
    stocked_at bigint,
    primary key (seller_id, product_id),
    foreign key (seller_id, product_id) references product (seller_id, product_id)
);

-- Of goods that are older than this table only so much is known that they are never taken for new.
insert into product_life (seller_id, product_id, approved_at, stocked_at)
    select p.seller_id, p.product_id, p.state_updated_at,
        (select min(s.updated_at) from stock s where s.seller_id = p.seller_id and s.product_id = p.product_id)
    from product p where p.is_created = 1;

create table product_pictures (
    seller_id bigint not null,
    product_id bigint not null,
    set_id bigint not null,
    pictures text not null,
    primary key (seller_id, product_id),
    foreign key (seller_id, product_id) references product (seller_id, product_id)
);

insert into id_counter (kind, first, next) values ('picture_set', 1, 1);

-- Who holds a barcode: the first product of a shop that passed the check with it.
create table product_barcode (
    seller_id bigint not null,
    barcode text not null,
    product_id bigint not null,
    primary key (seller_id, barcode),
    foreign key (seller_id, product_id) references product (seller_id, product_id)
);

create index product_barcode_product on product_barcode (seller_id, product_id);

-- `day` is a UTC day, 2026-01-12.
create table product_quota (
    seller_id bigint not null references seller (seller_id),
    day text not null,
    created bigint not null,
    updated bigint not null,
    restored bigint not null,
    primary key (seller_id, day)
);

create table category_price_bound (
    category_id bigint primary key references category (category_id),
    min_price bigint,
    max_price bigint
);

-- Moments of the last hour in which a product's prices changed; kept while the limit is on.
create table price_change (
    seller_id bigint not null,
    product_id bigint not null,
    moments text not null,
    primary key (seller_id, product_id)
);

-- An import by SKU makes offers and never changes one.
alter table import_task add column create_only bigint not null default 0;

-- A rare filter asks for its few sets of facets here instead of going through the whole shop.
create index product_facets on product (seller_id, facets, product_id);

create index product_shop_sku on product (seller_id, sku, product_id);

create index product_volume on product (seller_id, volume_ml, product_id);

create index product_created on product (seller_id, created_at, product_id);
