-- The audit belongs to a role that nobody logs in as, where there is one and whoever migrates may act for it: what is left
-- to the application is to add to it and to read it.
do $$
begin
  if exists (
      select from pg_roles r join pg_namespace n on n.nspname = 'audit'
      where r.rolname = 'caravan_audit' and n.nspowner <> r.oid
        -- Before PostgreSQL 16 a member may always act for a role.
        and pg_has_role(current_user, r.oid, case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end)) then
    execute format('grant create on database %I to caravan_audit', current_database());
    alter schema audit owner to caravan_audit;
    alter table audit.audit_record owner to caravan_audit;
    alter function audit.refuse_change() owner to caravan_audit;
    execute format('revoke create on database %I from caravan_audit', current_database());
    grant usage on schema audit to current_user;
    grant select, insert on audit.audit_record to current_user;
  end if;
end $$;
