package dev.caravan.config.embedded;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Where this process keeps its data and how it reaches database, broker and coordinator.
 *
 * @param data directory of everything that must survive a restart; one running process at a time
 */
@ConfigurationProperties("caravan")
public record CaravanProperties(
    @DefaultValue("./data") Path data,
    @DefaultValue Database database,
    @DefaultValue Broker broker,
    @DefaultValue Internal internal,
    @DefaultValue SharedPorts ports,
    @DefaultValue Saga saga) {

  /**
   * PostgreSQL.
   *
   * @param url JDBC URL of a server that runs elsewhere; empty: this process runs its own
   * @param user role at the server named by the URL
   * @param password its password
   * @param port loopback port of the own server; 0: any free port
   * @param pool most connections of this process at a time
   * @param guests most connections of other processes to the own server at a time
   */
  public record Database(
      @DefaultValue("") String url,
      @DefaultValue("caravan") String user,
      @DefaultValue("") String password,
      @DefaultValue("15432") int port,
      @DefaultValue("24") int pool,
      @DefaultValue("100") int guests) {

    @Override
    public String toString() {
      return "Database[url=" + url + ", user=" + user + ", port=" + port + ", pool=" + pool + "]";
    }
  }

  /**
   * Artemis.
   *
   * @param url core protocol URL of a broker that runs elsewhere; empty: this process runs its own
   * @param user user at the broker named by the URL
   * @param password its password
   * @param ports loopback ports of the own broker
   * @param pool most connections at a time
   * @param subscriptions names of the application's shared subscriptions, which no other user may consume
   */
  public record Broker(
      @DefaultValue("") String url,
      @DefaultValue("caravan") String user,
      @DefaultValue("") String password,
      @DefaultValue Ports ports,
      @DefaultValue("8") int pool,
      @DefaultValue({"audit", "chat", "journey", "live", "notifications", "recurrence", "reminders", "webhooks"})
          List<String> subscriptions) {

    @Override
    public String toString() {
      return "Broker[url=" + url + ", user=" + user + ", ports=" + ports + ", pool=" + pool + "]";
    }
  }

  /**
   * Loopback ports of the own broker; 0: any free port, negative: this protocol is not spoken.
   *
   * @param core JMS clients of Artemis
   * @param amqp AMQP 1.0
   * @param stomp STOMP 1.0 to 1.2
   * @param mqtt MQTT 3.1 to 5
   */
  public record Ports(
      @DefaultValue("61616") int core,
      @DefaultValue("5672") int amqp,
      @DefaultValue("61613") int stomp,
      @DefaultValue("1883") int mqtt) {}

  /**
   * The connector at which the coordinator of sagas and those who take part in them call each other.
   *
   * @param address where it listens; loopback unless they run on several hosts
   * @param port 0: any free port, though open sagas remember it: keep it across restarts
   */
  public record Internal(@DefaultValue("127.0.0.1") String address, @DefaultValue("8070") int port) {}

  /**
   * Sagas.
   *
   * @param timeLimit age at which an open saga is undone
   * @param recovery time between two attempts at an undo that failed, at least a second
   * @param coordinator where the coordinator is reached, ending in {@code /lra-coordinator}; every saga id begins with it, so it
   *     must not change while sagas are open
   * @param callbacks where the replicas of this process are reached, without a path; empty: this process alone, on loopback
   * @param participants hosts that the coordinator calls back, beside this one
   */
  public record Saga(
      @DefaultValue("60s") Duration timeLimit,
      @DefaultValue("5s") Duration recovery,
      @DefaultValue("http://127.0.0.1:8070/lra-coordinator") URI coordinator,
      @DefaultValue("") String callbacks,
      @DefaultValue List<String> participants) {}

  /**
   * Ports that are listened at.
   *
   * @param shared whether other processes on this host may listen at the same public and internal port, so that the system
   *     spreads connections over those that live
   */
  public record SharedPorts(@DefaultValue("false") boolean shared) {}
}
