package dev.caravan.config.tasks;

import net.fortuna.ical4j.model.TimeZoneLoader;
import net.fortuna.ical4j.model.TimeZoneRegistry;
import net.fortuna.ical4j.model.TimeZoneRegistryFactory;
import net.fortuna.ical4j.model.component.VTimeZone;
import net.fortuna.ical4j.model.property.TzId;

import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Time zones as calendars name and define them. */
final class Zones {

  private static final TimeZoneRegistry REGISTRY = TimeZoneRegistryFactory.getInstance().createRegistry();
  private static final Set<String> DEFINED = Set.of(TimeZoneLoader.getInstance("zoneinfo/").getAvailableIDs());

  private Zones() {}

  /** The zone of the IANA database that is meant by a name, which may be one of other vendors. @param locations by what the file names them */
  static Optional<ZoneId> named(String name, Map<String, String> locations) {
    var known = ZoneId.getAvailableZoneIds();
    return Stream.of(name, TimeZoneRegistry.ZONE_ALIASES.get(name), locations.get(name))
        .filter(id -> id != null && !id.startsWith("ical4j") && known.contains(id)).findFirst().map(ZoneId::of);
  }

  /** Whether calendars can define the zone. */
  static boolean isDefined(ZoneId zone) {
    return DEFINED.contains(canonical(zone));
  }

  /** How calendars define the zone. @param zone that {@link #isDefined} */
  static VTimeZone definition(ZoneId zone) {
    var definition = REGISTRY.getTimeZone(canonical(zone)).getVTimeZone();
    var named = definition.copy();
    named.replace(new TzId(zone.getId()));
    return named;
  }

  private static String canonical(ZoneId zone) {
    return TimeZoneRegistry.ZONE_ALIASES.getOrDefault(zone.getId(), zone.getId());
  }
}
