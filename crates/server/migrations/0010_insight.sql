-- Insight: reports and their files, the figures of the shops by day, tariffs by date.

create table report (
    seller_id bigint not null references seller (seller_id),
    report_id bigint not null,
    code text not null,
    report_type text not null,
    params text not null,
    -- What to make, as the report reads it.
    request text not null,
    -- Of type and request: the same report is not made twice at once.
    fingerprint text not null,
    status text not null check (status in ('waiting', 'processing', 'success', 'failed')),
    error text not null,
    file text not null,
    created_at bigint not null,
    expires_at bigint not null,
    primary key (seller_id, report_id)
);

create unique index report_code on report (seller_id, code);

create unique index report_under_way on report (seller_id, fingerprint) where status in ('waiting', 'processing');

create index report_type on report (seller_id, report_type, report_id);

-- What happened to a SKU on a day; `day` counts from 1970, `month` is 202601. SKU 0 holds what is counted once for a
-- posting however many goods are in it.
create table analytics_day (
    seller_id bigint not null references seller (seller_id),
    day bigint not null,
    sku bigint not null,
    month bigint not null,
    revenue bigint not null,
    ordered_units bigint not null,
    delivered_units bigint not null,
    cancellations bigint not null,
    returns bigint not null,
    postings bigint not null,
    postings_premium bigint not null,
    hits_view_search bigint not null,
    hits_view_pdp bigint not null,
    hits_tocart_search bigint not null,
    hits_tocart_pdp bigint not null,
    session_view_search bigint not null,
    session_view_pdp bigint not null,
    session_view bigint not null,
    position_sum bigint not null,
    position_count bigint not null,
    adv_view_pdp bigint not null,
    adv_view_search_category bigint not null,
    adv_view_all bigint not null,
    adv_sum_all bigint not null,
    fbo_arrived bigint not null,
    fbo_left bigint not null,
    primary key (seller_id, day, sku)
) without rowid;

-- What a SKU is grouped by.
create table analytics_sku (
    seller_id bigint not null references seller (seller_id),
    sku bigint not null,
    product_id bigint not null,
    category_id bigint not null,
    category1 bigint not null,
    category2 bigint not null,
    category3 bigint not null,
    category4 bigint not null,
    brand text not null,
    model text not null,
    primary key (seller_id, sku)
);

create table analytics_call (
    seller_id bigint primary key references seller (seller_id),
    called_at bigint not null
);

-- Each row holds all rates, in force until the next one.
create table tariff (
    effective_from bigint primary key,
    rates text not null
);

create table tariff_commission (
    category_id bigint not null,
    scheme text not null check (scheme in ('fbo', 'fbs', 'rfbs')),
    effective_from bigint not null,
    basis_points bigint not null check (basis_points >= 0 and basis_points <= 10000),
    primary key (category_id, scheme, effective_from)
);

-- A year of operations is counted and skipped over without a look at the rows.
create index operation_list on operation (seller_id, happened_at, operation_id, kind, operation_type);

drop index operation_period;

create index stock_warehouse on stock (seller_id, warehouse_id, product_id);

insert into id_counter (kind, first, next) values ('report', 1, 1);
