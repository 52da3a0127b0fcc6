-- Categories with their attributes, and what sellers make of them: warehouses, goods, prices, stocks.

create table category (
    category_id bigint primary key,
    parent_id bigint not null,
    position bigint not null,
    title_ru text not null,
    title_en text not null,
    is_leaf bigint not null check (is_leaf in (0, 1)),
    commission_fbo bigint not null,
    commission_fbs bigint not null,
    commission_rfbs bigint not null
);

create table attribute (
    attribute_id bigint primary key,
    name_ru text not null,
    name_en text not null,
    description_ru text not null,
    description_en text not null,
    kind text not null,
    is_collection bigint not null check (is_collection in (0, 1)),
    is_aspect bigint not null check (is_aspect in (0, 1)),
    dictionary_id bigint not null,
    group_id bigint not null,
    group_name_ru text not null,
    group_name_en text not null,
    category_dependent bigint not null check (category_dependent in (0, 1))
);

create table category_attribute (
    category_id bigint not null references category (category_id),
    attribute_id bigint not null references attribute (attribute_id),
    position bigint not null,
    is_required bigint not null check (is_required in (0, 1)),
    value_ids text not null,
    primary key (category_id, attribute_id)
);

create table dictionary_value (
    dictionary_id bigint not null,
    value_id bigint not null,
    value_ru text not null,
    value_en text not null,
    info text not null,
    picture text not null,
    primary key (dictionary_id, value_id)
);

create table warehouse (
    seller_id bigint not null references seller (seller_id),
    warehouse_id bigint not null,
    name text not null,
    is_rfbs bigint not null check (is_rfbs in (0, 1)),
    is_kgt bigint not null check (is_kgt in (0, 1)),
    status text not null check (status in ('new', 'created', 'disabled', 'blocked', 'disabled_due_to_limit', 'error')),
    city text not null,
    region text not null,
    timezone text not null,
    first_mile_type text not null,
    has_entrusted_acceptance bigint not null check (has_entrusted_acceptance in (0, 1)),
    can_print_act_in_advance bigint not null check (can_print_act_in_advance in (0, 1)),
    packing_hours bigint not null,
    working_days text not null,
    created_at bigint not null,
    primary key (seller_id, warehouse_id)
);

create table delivery_method (
    seller_id bigint not null,
    delivery_method_id bigint not null,
    warehouse_id bigint not null,
    name text not null,
    status text not null check (status in ('NEW', 'EDITED', 'ACTIVE', 'DISABLED')),
    tpl_integration_type text not null
        check (tpl_integration_type in ('ozon', 'aggregator', '3pl_tracking', 'non_integrated')),
    provider_id bigint not null,
    provider text not null,
    template_id bigint not null,
    cutoff text not null,
    created_at bigint not null,
    updated_at bigint not null,
    primary key (seller_id, delivery_method_id),
    foreign key (seller_id, warehouse_id) references warehouse (seller_id, warehouse_id)
);

create index delivery_method_warehouse on delivery_method (seller_id, warehouse_id, delivery_method_id);

create table import_task (
    seller_id bigint not null references seller (seller_id),
    task_id bigint not null,
    created_at bigint not null,
    done bigint not null check (done in (0, 1)),
    primary key (seller_id, task_id)
);

create table import_item (
    seller_id bigint not null,
    task_id bigint not null,
    position bigint not null,
    offer_id text not null,
    product_id bigint not null,
    status text not null check (status in ('pending', 'imported', 'failed', 'skipped')),
    errors text not null,
    request text not null,
    primary key (seller_id, task_id, position),
    foreign key (seller_id, task_id) references import_task (seller_id, task_id)
);

-- `facets` is a bit set of the visibility filters a product falls under; product_count counts products by it.
create table product (
    seller_id bigint not null references seller (seller_id),
    product_id bigint not null,
    offer_id text not null,
    sku bigint not null,
    fbo_sku bigint not null,
    name text not null,
    name_lc text not null,
    category_id bigint not null references category (category_id),
    currency_code text not null,
    vat text not null,
    depth bigint not null,
    width bigint not null,
    height bigint not null,
    dimension_unit text not null,
    weight bigint not null,
    weight_unit text not null,
    volume_ml bigint not null,
    weight_grams bigint not null,
    is_kgt bigint not null check (is_kgt in (0, 1)),
    barcodes text not null,
    images text not null,
    images360 text not null,
    primary_image text not null,
    color_image text not null,
    state text not null,
    state_failed text not null,
    moderate_status text not null,
    validation_state text not null,
    decline_reasons text not null,
    item_errors text not null,
    is_created bigint not null check (is_created in (0, 1)),
    is_archived bigint not null check (is_archived in (0, 1)),
    is_banned bigint not null check (is_banned in (0, 1)),
    is_hidden bigint not null check (is_hidden in (0, 1)),
    in_quarantine bigint not null check (in_quarantine in (0, 1)),
    price bigint,
    old_price bigint,
    premium_price bigint,
    min_price bigint,
    auto_action bigint not null check (auto_action in (0, 1)),
    price_strategy bigint not null check (price_strategy in (0, 1)),
    present_fbs bigint not null,
    reserved_fbs bigint not null,
    present_fbo bigint not null,
    reserved_fbo bigint not null,
    facets bigint not null,
    created_at bigint not null,
    updated_at bigint not null,
    state_updated_at bigint not null,
    primary key (seller_id, product_id)
);

create unique index product_offer on product (seller_id, offer_id);

-- The operator finds a product without knowing whose it is.
create unique index product_number on product (product_id);

create unique index product_sku on product (sku);

create unique index product_fbo_sku on product (fbo_sku);

create index product_name on product (seller_id, name_lc);

create table product_card (
    seller_id bigint not null,
    product_id bigint not null,
    description text not null,
    attributes text not null,
    complex_attributes text not null,
    pdf_list text not null,
    geo_names text not null,
    service_type text not null,
    request_hash text not null,
    primary key (seller_id, product_id),
    foreign key (seller_id, product_id) references product (seller_id, product_id)
);

create table product_count (
    seller_id bigint not null,
    facets bigint not null,
    products bigint not null,
    primary key (seller_id, facets)
);

create table stock (
    seller_id bigint not null,
    product_id bigint not null,
    warehouse_id bigint not null,
    present bigint not null check (present >= 0),
    reserved bigint not null check (reserved >= 0 and reserved <= present),
    updated_at bigint not null,
    primary key (seller_id, product_id, warehouse_id),
    foreign key (seller_id, product_id) references product (seller_id, product_id)
) without rowid;
