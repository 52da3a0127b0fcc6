-- A changed row is written anew on PostgreSQL: where its page has room for it no index has to be written. An update of
-- stock changes a hundred rows that lie beside each other; SQLite changes rows in their place.

alter table stock set (fillfactor = 50);

alter table product_stock set (fillfactor = 50);
