-- What today's posting methods ask for: when a status last changed, boxes, moves of the delivery, labels as tasks.

alter table posting add column status_changed_at bigint not null default 0;

update posting set status_changed_at = (select coalesce(max(happened_at), posting.created_at) from posting_history
    where posting_history.seller_id = posting.seller_id
    and posting_history.posting_number = posting.posting_number
    and posting_history.event not in ('tracking_number', 'product_cancelled'));

create index posting_changed on posting (seller_id, status_changed_at, posting_number);

alter table posting add column multi_box_qty bigint not null default 0;

alter table posting add column timeslot_changes bigint not null default 0;

-- `postings` is the JSON list of numbers asked for, `unprinted` of those without a label.
create table label_task (
    seller_id bigint not null references seller (seller_id),
    task_id bigint not null,
    size text not null check (size in ('big_label', 'small_label')),
    postings text not null,
    status text not null check (status in ('pending', 'in_progress', 'completed', 'error')),
    error text not null,
    unprinted text not null,
    file text not null,
    created_at bigint not null,
    expires_at bigint not null,
    primary key (seller_id, task_id)
);

insert into id_counter (kind, first, next) values ('exemplar', 40001001, 40001001);
