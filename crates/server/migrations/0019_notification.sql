-- Shops set up their pushes themselves: they name a subscription by its number, and can switch it off.

insert into id_counter (kind, first, next) values ('notification', 50001, 50001);

alter table push_subscription add column notification_id bigint not null default 0;

alter table push_subscription add column is_enabled bigint not null default 1 check (is_enabled in (0, 1));

update push_subscription set notification_id = seller_id;
