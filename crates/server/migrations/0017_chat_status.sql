-- Lists of opened and of closed chats.

create index chat_opened on chat (seller_id, created_at, number, closed_at) where closed_at is null;

create index chat_closed on chat (seller_id, created_at, number, closed_at) where closed_at is not null;
