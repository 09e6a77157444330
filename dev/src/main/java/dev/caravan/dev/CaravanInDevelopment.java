package dev.caravan.dev;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

import java.io.ObjectInputFilter;

/** Caravan with routes that are read from their sources and follow them. */
@SpringBootApplication(scanBasePackages = {"dev.caravan.config", "dev.caravan.dev"})
public class CaravanInDevelopment {

  public static void main(String[] args) {
    ObjectInputFilter.Config.setSerialFilter(ObjectInputFilter.Config.createFilter("!*"));
    try {
      new SpringApplicationBuilder(CaravanInDevelopment.class).profiles("dev").run(args);
    } catch (Throwable e) {
      // Threads of the embedded parts would keep a process alive that serves nobody. The failure has been logged.
      System.exit(1);
    }
  }
}
