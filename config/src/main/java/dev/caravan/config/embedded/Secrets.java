package dev.caravan.config.embedded;

import org.springframework.core.env.PropertyResolver;
import org.springframework.util.StringUtils;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;
import java.util.Set;

/**
 * Passwords and keys by name, from the property {@code caravan.secrets.<name>} or else generated at first use and kept
 * in {@code secrets.properties}, which only its owner can read.
 */
public final class Secrets {

  /** Key of the addresses at which sagas are called back. */
  public static final String SAGA_CALLBACKS = "saga.callbacks";

  /** Password of the operator. */
  public static final String OPERATOR = "operator";

  private static final int BYTES = 32;

  private final PropertyResolver properties;
  private final DataDirectory data;
  private final SecureRandom random = new SecureRandom();

  Secrets(PropertyResolver properties, DataDirectory data) {
    this.properties = properties;
    this.data = data;
  }

  /** The secret of this name, the same at every call and after a restart; a generated one has 256 bits, base64url. */
  public synchronized String secret(String name) {
    var given = properties.getProperty("caravan.secrets." + name);
    return StringUtils.hasText(given) ? given : kept(name);
  }

  private String kept(String name) {
    var file = data.resolve("secrets.properties");
    try {
      var secrets = new Properties();
      if (Files.exists(file)) {
        try (var in = Files.newInputStream(file)) {
          secrets.load(in);
        }
      }
      var kept = secrets.getProperty(name);
      if (kept != null) {
        return kept;
      }
      var bytes = new byte[BYTES];
      random.nextBytes(bytes);
      var generated = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      secrets.setProperty(name, generated);
      write(secrets, file);
      return generated;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep secrets in " + file, e);
    }
  }

  private static void write(Properties secrets, Path file) throws IOException {
    var draft = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(draft);
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = FileChannel.open(draft, options, ownerOnly()); var out = Channels.newOutputStream(channel)) {
      secrets.store(out, null);
      channel.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    if (DataDirectory.hasPermissions()) {
      try (var directory = FileChannel.open(file.resolveSibling("."), StandardOpenOption.READ)) {
        directory.force(true);
      }
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    return DataDirectory.hasPermissions()
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
        : new FileAttribute<?>[0];
  }
}
