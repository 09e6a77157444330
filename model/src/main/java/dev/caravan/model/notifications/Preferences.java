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
import java.util.stream.Stream;

/** What each user wants to be told. Whoever has not said so wants everything. */
@Named("notificationPreferences")
public class Preferences {

  @PersistenceContext
  private Session database;

  @Transactional(TxType.MANDATORY)
  public boolean want(String userId, Milestone milestone, Channel channel) {
    return database.createNativeQuery("""
            select (channels is null or :channel = any(channels)) and (milestones is null or :milestone = any(milestones))
            from notifications.preference where user_id = :user""", Boolean.class)
        .addSynchronizedQuerySpace("notifications.preference")
        .setParameter("channel", channel.name()).setParameter("milestone", milestone.name()).setParameter("user", userId)
        .getResultStream().findFirst().orElse(true);
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
    database.createNativeQuery("""
            insert into notifications.preference (user_id, channels, milestones)
            values (:user, cast(:channels as text[]), cast(:milestones as text[]))
            on conflict (user_id) do update set channels = excluded.channels, milestones = excluded.milestones""")
        .setParameter("user", userId).setParameter("channels", names(wanted.channels()))
        .setParameter("milestones", names(wanted.milestones())).executeUpdate();
    return read(userId);
  }

  private Wanted read(String userId) {
    return database.createNativeQuery("select channels, milestones from notifications.preference where user_id = :user", Tuple.class)
        .setParameter("user", userId).getResultStream().findFirst()
        .map(row -> new Wanted(
            known(row.get("channels", String[].class), Channel.values()),
            known(row.get("milestones", String[].class), Milestone.values())))
        .orElse(new Wanted(List.of(Channel.values()), List.of(Milestone.values())));
  }

  private static String @Nullable [] names(@Nullable Collection<? extends Enum<?>> chosen) {
    return chosen == null ? null : chosen.stream().map(Enum::name).distinct().toArray(String[]::new);
  }

  private static <E extends Enum<E>> List<E> known(String @Nullable [] names, E[] all) {
    return Stream.of(all).filter(each -> names == null || List.of(names).contains(each.name())).toList();
  }

  private static Refusal notAnId() {
    return Refusal.of("invalid", "userId", "must match " + Ids.CHOSEN);
  }
}
