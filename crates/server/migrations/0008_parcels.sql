-- Parcels of every kind: what their units need before packing, the codes that are taken, and indexes of their lists.

alter table posting_item add column needs text not null default '{}';

create table posting_exemplar (
    seller_id bigint not null,
    posting_number text not null,
    sku bigint not null,
    unit bigint not null,
    exemplar text not null,
    primary key (seller_id, posting_number, sku, unit),
    foreign key (seller_id, posting_number) references posting (seller_id, posting_number)
);

-- A code names one unit in the world, whoever sells it.
create table mark_taken (
    code text primary key,
    seller_id bigint not null,
    posting_number text not null
);

create index mark_taken_posting on mark_taken (seller_id, posting_number);

-- A page far into a list is found in the index alone, whatever the list is filtered by.
drop index posting_in_process;

create index posting_listed on posting (seller_id, in_process_at, posting_number, scheme, warehouse_id,
    delivery_method_id, provider_id);

create index posting_status on posting (seller_id, status, in_process_at, posting_number, scheme);

create index posting_fbo on posting (seller_id, in_process_at, posting_number) where scheme = 'fbo';

create index posting_delivering on posting (seller_id, delivering_date, posting_number, status, scheme)
    where status not in ('delivered', 'cancelled', 'cancelled_from_split_pending');
