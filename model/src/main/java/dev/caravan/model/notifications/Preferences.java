package dev.caravan.model.notifications;

import dev.caravan.model.Ids;
import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import jakarta.inject.Named;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What each user wants to be told. Whoever has not said so wants everything, in the application alone. */
@Named("notificationPreferences")
public class Preferences {

  private static final List<Channel> UNCHOSEN = List.of(Channel.IN_APP);

  @PersistenceContext
  private Session database;

  /** What this user wants: each channel and milestone, whether chosen or not. */
  @Transactional(TxType.MANDATORY)
  Wanted wantedBy(String userId) {
    return read(userId);
  }

  /** What this user wants, each channel and milestone by its name. */
  @Transactional
  public Outcome of(String userId) {
    return userId.matches(Ids.CHOSEN) ? read(userId) : notAnId();
  }

  @Transactional
  public Outcome set(String userId, Wanted wanted) {
    if (!userId.matches(Ids.CHOSEN)) {
      return notAnId();
    }
    var refusal = Optional.ofNullable(wanted.quietHours()).flatMap(QuietHours::refusal);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    database.createNativeQuery("""
            insert into notifications.preference (user_id, channels, milestones, quiet_hours)
            values (:user, cast(:channels as text[]), cast(:milestones as text[]),
                    jsonb_build_object('from', cast(:from as text), 'to', cast(:to as text), 'zone', cast(:zone as text)))
            on conflict (user_id) do update
              set channels = excluded.channels, milestones = excluded.milestones, quiet_hours = excluded.quiet_hours""")
        .addSynchronizedQuerySpace("notifications.preference")
        .setParameter("user", userId).setParameter("channels", names(wanted.channels()))
        .setParameter("milestones", names(wanted.milestones()))
        .setParameter("from", quiet(wanted, QuietHours::from)).setParameter("to", quiet(wanted, QuietHours::to))
        .setParameter("zone", quiet(wanted, QuietHours::zone)).executeUpdate();
    return read(userId);
  }

  private Wanted read(String userId) {
    return database.createNativeQuery("""
            select channels, milestones, quiet_hours ->> 'from' as quiet_from, quiet_hours ->> 'to' as quiet_to,
                   quiet_hours ->> 'zone' as quiet_zone
            from notifications.preference where user_id = :user""", Tuple.class)
        .addSynchronizedQuerySpace("notifications.preference")
        .setParameter("user", userId).getResultStream().findFirst()
        .map(row -> new Wanted(
            known(row.get("channels", String[].class), Channel.values(), UNCHOSEN),
            known(row.get("milestones", String[].class), Milestone.values(), List.of(Milestone.values())), quietHours(row)))
        .orElse(new Wanted(UNCHOSEN, List.of(Milestone.values()), null));
  }

  private static @Nullable QuietHours quietHours(Tuple row) {
    var from = row.get("quiet_from", String.class);
    return from == null ? null : new QuietHours(from, row.get("quiet_to", String.class), row.get("quiet_zone", String.class));
  }

  private static @Nullable String quiet(Wanted wanted, Function<QuietHours, String> part) {
    return wanted.quietHours() == null ? null : part.apply(wanted.quietHours());
  }

  private static String @Nullable [] names(@Nullable Collection<? extends Enum<?>> chosen) {
    return chosen == null ? null : chosen.stream().map(Enum::name).distinct().toArray(String[]::new);
  }

  private static <E extends Enum<E>> List<E> known(String @Nullable [] names, E[] all, List<E> unchosen) {
    return names == null ? unchosen : Stream.of(all).filter(each -> List.of(names).contains(each.name())).toList();
  }

  private static Refusal notAnId() {
    return Refusal.of("invalid", "userId", "must match " + Ids.CHOSEN);
  }
}
