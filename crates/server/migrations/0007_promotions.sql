-- Promotions with the goods in them, codes of digital goods, certificates, and what has to have one.

insert into id_counter (kind, first, next) values ('action', 71341, 71341), ('certificate', 50058, 50058), ('code', 1, 1);

-- `rule` says which products may take part; is_open promotions are shown to every shop.
create table promotion (
    action_id bigint primary key,
    kind text not null check (kind in ('DISCOUNT', 'STOCK_DISCOUNT')),
    title text not null,
    description text not null,
    date_start bigint not null,
    date_end bigint not null,
    freeze_date bigint,
    discount_type text not null check (discount_type in ('UNKNOWN', 'PERCENT', 'RUBLE')),
    discount_value bigint not null,
    order_amount bigint not null,
    is_voucher bigint not null check (is_voucher in (0, 1)),
    with_targeting bigint not null check (with_targeting in (0, 1)),
    is_open bigint not null check (is_open in (0, 1)),
    min_stock bigint not null,
    rule text not null,
    created_at bigint not null
);

create index promotion_end on promotion (date_end, action_id);

-- How many of a shop's products stand where in a promotion: lists and totals ask one row, however many goods there are.
create table promotion_shop (
    seller_id bigint not null references seller (seller_id),
    action_id bigint not null references promotion (action_id),
    candidates bigint not null,
    participants bigint not null,
    banned bigint not null,
    primary key (seller_id, action_id)
);

create index promotion_shop_action on promotion_shop (action_id);

create table promotion_product (
    seller_id bigint not null references seller (seller_id),
    action_id bigint not null references promotion (action_id),
    product_id bigint not null,
    state text not null check (state in ('candidate', 'participant', 'banned')),
    add_mode text not null check (add_mode in ('NOT_SET', 'MANUAL', 'AUTOMATIC')),
    max_action_price bigint not null,
    min_stock bigint not null,
    action_price bigint not null,
    stock bigint not null check (stock >= 0),
    primary key (seller_id, action_id, product_id)
);

create index promotion_participant on promotion_product (seller_id, action_id, product_id) where state = 'participant';

create index promotion_candidate on promotion_product (seller_id, action_id, product_id) where state <> 'banned';

-- What promotions make of a price, for whoever shows or charges it. Coming ones stand here too; the clock decides.
create table promoted_price (
    seller_id bigint not null references seller (seller_id),
    product_id bigint not null,
    action_id bigint not null,
    title text not null,
    price bigint not null check (price > 0),
    date_start bigint not null,
    date_end bigint not null,
    is_limited bigint not null check (is_limited in (0, 1)),
    primary key (seller_id, product_id, action_id)
);

create index promoted_price_action on promoted_price (action_id);

-- Goods that are sold as codes: those for which codes were ever uploaded.
create table digital_product (
    seller_id bigint not null references seller (seller_id),
    product_id bigint not null,
    primary key (seller_id, product_id)
);

create index product_category on product (category_id);

create table seller_brand (
    seller_id bigint not null references seller (seller_id),
    brand_id bigint not null,
    name text not null,
    primary key (seller_id, brand_id)
);

-- Titles of the promotions that a line was sold under, a JSON list.
alter table posting_item add column actions text not null default '[]';

create table digital_task (
    seller_id bigint not null references seller (seller_id),
    task_id bigint not null,
    product_id bigint not null,
    status text not null check (status in ('pending', 'imported', 'failed')),
    codes text not null,
    created_at bigint not null,
    primary key (seller_id, task_id)
);

-- A code without a posting is free.
create table digital_code (
    seller_id bigint not null references seller (seller_id),
    product_id bigint not null,
    code_id bigint not null,
    code text not null,
    posting_number text not null,
    sold_at bigint,
    primary key (seller_id, product_id, code_id)
);

create unique index digital_code_text on digital_code (seller_id, product_id, code);

create index digital_code_free on digital_code (seller_id, product_id, code_id) where posting_number = '';

create index digital_code_posting on digital_code (seller_id, posting_number) where posting_number <> '';

create table certificate (
    seller_id bigint not null references seller (seller_id),
    certificate_id bigint not null,
    name text not null,
    number text not null,
    type_code text not null,
    accordance_type_code text not null,
    issue_date bigint not null,
    expire_date bigint,
    status text not null check (status in ('moderation', 'approved', 'rejected', 'expired')),
    reason text not null,
    files text not null,
    products bigint not null,
    created_at bigint not null,
    primary key (seller_id, certificate_id)
);

create unique index certificate_of_any on certificate (certificate_id);

create table certificate_product (
    seller_id bigint not null,
    certificate_id bigint not null,
    product_id bigint not null,
    primary key (seller_id, certificate_id, product_id),
    foreign key (seller_id, certificate_id) references certificate (seller_id, certificate_id)
);

create table certified_category (
    category_id bigint primary key references category (category_id),
    is_required bigint not null check (is_required in (0, 1))
);

create table certified_brand (
    brand_id bigint primary key,
    is_required bigint not null check (is_required in (0, 1))
);
