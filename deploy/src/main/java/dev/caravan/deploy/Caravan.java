package dev.caravan.deploy;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

import java.io.ObjectInputFilter;

/** All of Caravan in one process. */
@SpringBootApplication(scanBasePackages = {"dev.caravan.config", "dev.caravan.routes"})
public class Caravan {

  public static void main(String[] args) {
    refuseSerializedObjects();
    try {
      SpringApplication.run(Caravan.class, args);
    } catch (Throwable e) {
      // Threads of the embedded parts would keep a process alive that serves nobody. The failure has been logged.
      System.exit(1);
    }
  }

  private static void refuseSerializedObjects() {
    ObjectInputFilter.Config.setSerialFilter(ObjectInputFilter.Config.createFilter("!*"));
  }
}
