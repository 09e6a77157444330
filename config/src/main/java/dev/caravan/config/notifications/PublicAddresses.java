package dev.caravan.config.notifications;

import org.apache.catalina.util.NetMask;
import org.apache.hc.client5.http.DnsResolver;
import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Looks names up, and lets nobody connect to what is not on the public Internet: what is connected to is what was looked at.
 *
 * @param names looks names up
 * @param allowPrivate lets everybody connect to everything
 */
record PublicAddresses(Names names, boolean allowPrivate) implements DnsResolver {

  static final Names SYSTEM = InetAddress::getAllByName;

  /** The special purposes of IPv4 (RFC 6890 and its registry), multicast and what is reserved. */
  private static final List<NetMask> NOT_PUBLIC_4 = masks(
      "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
      "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4");

  /** All that is assigned of IPv6. */
  private static final NetMask PUBLIC_6 = new NetMask("2000::/3");

  /** What is not public of it: protocols, documentation, and IPv4 in other clothes. */
  private static final List<NetMask> NOT_PUBLIC_6 = masks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

  /** Looks a name up, or reads an address. */
  @FunctionalInterface
  interface Names {
    InetAddress[] lookUp(String host) throws UnknownHostException;
  }

  /** The name leads where nobody may go. */
  static final class NotPublic extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    NotPublic() {
      super("its address is not public");
    }
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    var addresses = names.lookUp(host);
    if (!allowPrivate && !Arrays.stream(addresses).allMatch(PublicAddresses::isPublic)) {
      throw new NotPublic();
    }
    return addresses;
  }

  @Override
  public @Nullable String resolveCanonicalHostname(String host) {
    return host;
  }

  private static boolean isPublic(InetAddress address) {
    return address.getAddress().length == 4 ? NOT_PUBLIC_4.stream().noneMatch(mask -> mask.matches(address))
        : PUBLIC_6.matches(address) && NOT_PUBLIC_6.stream().noneMatch(mask -> mask.matches(address));
  }

  private static List<NetMask> masks(String... blocks) {
    return Stream.of(blocks).map(NetMask::new).toList();
  }
}
