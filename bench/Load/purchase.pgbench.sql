-- One purchase as the store writes it on PostgreSQL: claim, debit, order, posting, one commit. The looks at buyer and service are left out.
\set customer random(1, 128)
\set service random(1, 10)
begin;
with picked as materialized (
    select id from numbers where service_id = :service and status = 0 order by free_since, id limit 1 for update skip locked)
update numbers set status = 1, available_at = null where status = 0 and id in (select id from picked)
returning id as number, phone, free_since \gset
update balances set amount_minor = amount_minor - 100 where customer_id = :customer and amount_minor >= 100;
insert into orders (public_id, customer_id, service_id, service_name, number_id, phone, list_price_minor, price_minor, status, channel, created_at, expires_at)
values (gen_random_uuid(), :customer, :service, 'Service', :number, :phone, 100, 100, 0, 1, now(), now() + interval '20 minutes')
returning id as order \gset
insert into postings (kind, source, destination, amount_minor, order_id, actor, at)
values (1, 'customer:' || :customer::bigint, 'sales', 100, :order, 'customer:' || :customer::bigint, now());
end;
