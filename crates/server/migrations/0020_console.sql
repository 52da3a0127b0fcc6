-- Who is signed in to the console, and who may. Secrets stand as hashes; seller_id 0 is the operator. Times are the wall's:
-- a session is a person's, whatever the world's clock shows.

create table console_session (
    hash text primary key,
    seller_id bigint not null,
    created_at bigint not null,
    expires_at bigint not null
);

create index console_session_age on console_session (expires_at);

create table console_invitation (
    hash text primary key,
    seller_id bigint not null,
    created_at bigint not null,
    expires_at bigint not null
);

create index console_invitation_age on console_invitation (expires_at);

-- What fails is few and wanted together.
create index agenda_failing on agenda (due_at, agenda_id) where attempts > 0;
