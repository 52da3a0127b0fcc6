-- What today's lists of returns, chats, stock and certificates ask for.

alter table goods_return add column kind text not null default 'ClientReturn' check (kind in ('ClientReturn', 'Cancellation', 'PartialReturn'));

alter table goods_return add column changed_at bigint not null default 0;

update goods_return set changed_at = coalesce(ended_at, waiting_from, accepted_at, created_at);

update goods_return set kind = 'Cancellation' where accepted_at is null and scheme <> 'fbo';

create index goods_return_changed on goods_return (seller_id, changed_at);

drop index chat_unread;

create index chat_unread on chat (seller_id, created_at, number, unread) where unread > 0;

create index supply_waybill_open on supply_waybill (seller_id, waybill_id) where status in ('CREATED', 'IN_PROGRESS');

-- A buyer's request to call off a posting that is on its way.
create table cancellation_request (
    seller_id bigint not null references seller (seller_id),
    cancellation_id bigint not null,
    posting_number text not null,
    reason_id bigint not null,
    reason text not null,
    message text not null,
    initiator text not null,
    tpl_integration_type text not null,
    order_date bigint not null,
    cancelled_at bigint not null,
    auto_approve_at bigint not null,
    state text not null check (state in ('ON_APPROVAL', 'APPROVED', 'REJECTED')),
    remark text not null,
    decided_at bigint,
    primary key (seller_id, cancellation_id)
);

create index cancellation_request_state on cancellation_request (seller_id, state, cancellation_id);

create index cancellation_request_posting on cancellation_request (seller_id, posting_number, cancellation_id);

create unique index cancellation_request_open on cancellation_request (seller_id, posting_number)
    where state = 'ON_APPROVAL';

insert into id_counter (kind, first, next) values ('cancellation', 90066344, 90066344);

-- A buyer's request for a lower price of one unit.
create table discount_task (
    seller_id bigint not null references seller (seller_id),
    task_id bigint not null,
    status text not null check (status in ('NEW', 'APPROVED', 'PARTLY_APPROVED', 'DECLINED', 'AUTO_DECLINED', 'PURCHASED')),
    product_id bigint not null,
    sku bigint not null,
    offer_id text not null,
    name text not null,
    customer_id bigint not null,
    last_name text not null,
    first_name text not null,
    patronymic text not null,
    email text not null,
    original_price bigint not null,
    min_price bigint not null,
    requested_price bigint not null,
    requested_quantity bigint not null check (requested_quantity > 0),
    approved_price bigint not null,
    approved_quantity_min bigint not null,
    approved_quantity_max bigint not null,
    user_comment text not null,
    seller_comment text not null,
    previous_id bigint not null,
    created_at bigint not null,
    end_at bigint not null,
    decided_at bigint,
    primary key (seller_id, task_id)
);

create index discount_task_status on discount_task (seller_id, status, task_id);

create index discount_task_buyer on discount_task (seller_id, customer_id, product_id, task_id);

insert into id_counter (kind, first, next) values ('discount_task', 7040001, 7040001);

alter table certificate add column details text not null default '{}';
