-- The sums of a product's stock move with every order and every update of the seller's: they get a narrow row of their
-- own. `in_stock` is what the product's facets say of them.

create table product_stock (
    seller_id bigint not null,
    product_id bigint not null,
    present_fbs bigint not null check (present_fbs >= 0),
    reserved_fbs bigint not null check (reserved_fbs >= 0),
    present_fbo bigint not null check (present_fbo >= 0),
    reserved_fbo bigint not null check (reserved_fbo >= 0),
    in_stock bigint not null check (in_stock in (0, 1)),
    primary key (seller_id, product_id)
) without rowid;

insert into product_stock (seller_id, product_id, present_fbs, reserved_fbs, present_fbo, reserved_fbo, in_stock)
    select seller_id, product_id, present_fbs, reserved_fbs, present_fbo, reserved_fbo,
    case when present_fbs - reserved_fbs > 0 or present_fbo - reserved_fbo > 0 then 1 else 0 end from product;

alter table product drop column present_fbs;

alter table product drop column reserved_fbs;

alter table product drop column present_fbo;

alter table product drop column reserved_fbo;
