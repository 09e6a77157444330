package dev.caravan.config.embedded;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The directory of everything that survives a restart; from first use until close it belongs to this process alone. */
public final class DataDirectory implements AutoCloseable {

  private final Path path;
  private @Nullable FileChannel lock;

  DataDirectory(Path path) {
    this.path = path.toAbsolutePath().normalize();
  }

  /**
   * The path of a file or directory in here, which may not exist yet.
   *
   * @throws IllegalStateException when another process uses the directory
   */
  public Path resolve(String name) {
    own();
    return path.resolve(name);
  }

  private synchronized void own() {
    if (lock != null) {
      return;
    }
    try {
      if (Files.notExists(path)) {
        Files.createDirectories(path);
        if (hasPermissions()) {
          Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        }
      }
      var channel = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        throw new IllegalStateException("Another process uses the data directory " + path);
      }
      lock = channel;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot use the data directory " + path, e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  static boolean hasPermissions() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }

  @Override
  public synchronized void close() throws IOException {
    if (lock != null) {
      lock.close();
      lock = null;
    }
  }
}
