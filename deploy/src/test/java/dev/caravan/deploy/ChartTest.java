package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import dev.caravan.config.services.Services;
import dev.caravan.deploy.Installation.Pods;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the chart installs with each of its files of values. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the chart's files are links")
class ChartTest {

  private static final Set<String> SERVED_BY_THE_API_ALONE = Set.of("chat", "menu", "users");
  private static final Pattern VARIABLE = Pattern.compile("(?m)^#? ?([A-Z][A-Z0-9_]+)=|\\$\\{([A-Z][A-Z0-9_]+):");
  private static final Set<String> KNOWN_TO_SPRING_AND_JAVA =
      Set.of("SPRING_PROFILES_ACTIVE", "SERVER_FORWARD_HEADERS_STRATEGY", "JAVA_TOOL_OPTIONS");

  private static final Map<String, Installation> INSTALLATIONS = new LinkedHashMap<>();

  @TempDir static Path folder;

  private static Path chart;

  @BeforeAll
  static void install() throws IOException {
    chart = Installation.withoutHooks(folder.resolve("caravan"));
    INSTALLATIONS.put("values.yaml", Installation.of(chart));
    for (var name : List.of("local", "cloud", "production")) {
      INSTALLATIONS.put("values-" + name + ".yaml", Installation.of(chart, values(name)));
    }
    INSTALLATIONS.put("everything", Installation.of(chart, values("local"), written("""
        topics: kafka
        payments: {gateway: stripe}
        language: {model: {baseUrl: "https://models.example.com/v1", name: small, secret: {name: caravan-model}}}
        mail: {host: mail.example.com, secret: {name: caravan-mail}}
        tracing: {endpoint: "http://collector.monitoring:4318/v1/traces"}
        defaults: {replicas: 2, javaOptions: -XX:MaxRAMPercentage=60}
        services: {kitchen: {settings: {CARAVAN_BROKER_CONSUMERS: "1"}}}
        settings: {CARAVAN_TASKS_ZONE: Europe/Berlin}
        certificates: {secret: caravan-certificates}
        database: {own: {maxConnections: 400}}
        broker: {own: {subscribers: [{namespaceSelector: {}}]}}
        ingress: {enabled: true, host: caravan.example.com}
        monitoring: {serviceMonitor: {enabled: true}, rules: {enabled: true}, dashboards: {enabled: true}}
        """)));
  }

  static Stream<String> installations() {
    return INSTALLATIONS.keySet().stream();
  }

  private static Installation installed(String values) {
    return Objects.requireNonNull(INSTALLATIONS.get(values));
  }

  private static Path values(String name) {
    return Installation.CHART.resolve("values-" + name + ".yaml");
  }

  private static Path written(String values) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "values", ".yaml"), values);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {port: 80}}",
    "{apiVersion: v1, kind: Service, metadata: {name: a, label: {}}}",
    "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {port: 80}}",
    "{apiVersion: monitoring.coreos.com/v1, kind: ServiceMonitor, metadata: {name: a}, spec: {endpoints: [{ports: a}]}}",
    "{apiVersion: apps/v1beta1, kind: Deployment, metadata: {name: a}}"})
  void what_a_cluster_would_refuse_is_refused_here(String manifest) {
    assertThatThrownBy(() -> Installation.documents(manifest).forEach(Installation::resource));
  }

  @Test
  void the_chart_is_lint_free() {
    var result = new Helm(Installation.CHART).lint().strict().call();
    assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
    assertThat(result.getMessages()).noneMatch(message -> message.contains("[WARNING]") || message.contains("[ERROR]"));
  }

  @ParameterizedTest
  @MethodSource("installations")
  void every_group_that_caravan_knows_runs_in_one_service(String values) {
    var groups = new TreeSet<>(RouteGraphTest.contexts());
    groups.removeAll(SERVED_BY_THE_API_ALONE);
    groups.addAll(Set.of("api", "coordinator"));
    var run = installed(values).services().stream().flatMap(service -> groups(service).stream());
    assertThat(run).containsExactlyInAnyOrderElementsOf(groups);
  }

  private static List<String> groups(Pods service) {
    return List.of(service.value("CARAVAN_SERVICES").split(","));
  }

  @ParameterizedTest
  @MethodSource("installations")
  void a_container_may_do_nothing_but_its_work(String values) {
    assertThat(installed(values).pods()).isNotEmpty().allSatisfy(pods -> {
      assertThat(pods.spec().getAutomountServiceAccountToken()).isFalse();
      assertThat(pods.spec().getHostNetwork()).isNull();
      // Else a Service named caravan-… sets CARAVAN_… variables.
      assertThat(pods.spec().getEnableServiceLinks()).isFalse();
      var security = pods.spec().getSecurityContext();
      assertThat(security.getRunAsNonRoot()).isTrue();
      assertThat(security.getRunAsUser()).isGreaterThan(0);
      assertThat(security.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
      assertThat(pods.spec().getInitContainers()).isEmpty();
      assertThat(pods.spec().getContainers()).singleElement().satisfies(container -> {
        assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(container.getSecurityContext().getPrivileged()).isNull();
        assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(container.getSecurityContext().getCapabilities().getAdd()).isEmpty();
        assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
        assertThat(container.getResources().getLimits()).containsKeys("cpu", "memory");
        assertThat(container.getImage()).matches("[a-z0-9./-]+:[A-Za-z0-9.-]+").doesNotEndWith(":latest");
      });
      assertThat(pods.spec().getVolumes()).allMatch(volume -> volume.getHostPath() == null);
    });
    assertThat(installed(values).services()).allMatch(service -> service.spec().getSecurityContext().getRunAsUser() == 1001);
  }

  @ParameterizedTest
  @MethodSource("installations")
  void a_secret_is_named_and_never_told(String values) {
    var installation = installed(values);
    assertThat(installation.all(Secret.class)).isEmpty();
    assertThat(installation.pods()).flatExtracting(pods -> pods.container().getEnv())
        .filteredOn(env -> env.getName().matches(".*(PASSWORD|SECRET|JAAS|API_KEY).*"))
        .allSatisfy(env -> {
          assertThat(env.getValue()).as(env.getName()).isNull();
          assertThat(env.getValueFrom().getSecretKeyRef().getOptional()).as(env.getName()).isNull();
        });
    assertThat(installation.services()).allSatisfy(service -> {
      var variables = service.container().getEnv().stream().map(env -> env.getName()).toList();
      assertThat(variables).doesNotHaveDuplicates().contains("CARAVAN_DATABASE_PASSWORD", "CARAVAN_BROKER_PASSWORD");
      var sagas = groups(service).stream().anyMatch(group -> Services.WITH_SAGAS.contains(group) || group.equals("coordinator"));
      assertThat(variables.contains("CARAVAN_SECRETS_SAGA_CALLBACKS")).as(service.name()).isEqualTo(sagas);
      if (!groups(service).contains("notifications")) {
        assertThat(variables).noneMatch(variable -> variable.startsWith("CARAVAN_NOTIFICATIONS_MAIL"));
      }
      if (groups(service).stream().noneMatch(Set.of("api", "payments")::contains)) {
        assertThat(variables).noneMatch(variable -> variable.startsWith("CARAVAN_PAYMENTS_STRIPE"));
      }
    });
  }

  @ParameterizedTest
  @MethodSource("installations")
  void every_setting_is_one_that_caravan_knows(String values) throws IOException {
    var known = new TreeSet<>(KNOWN_TO_SPRING_AND_JAVA);
    for (var file : List.of("../.env.example", "../config/src/main/resources/application.properties",
        "../config/src/main/resources/application-kafka.properties")) {
      VARIABLE.matcher(Files.readString(Path.of(file))).results()
          .map(found -> found.group(1) != null ? found.group(1) : found.group(2)).forEach(known::add);
    }
    assertThat(installed(values).services()).flatExtracting(service -> service.container().getEnv())
        .allSatisfy(env -> assertThat(known).contains(env.getName()));
  }

  @ParameterizedTest
  @MethodSource("installations")
  void every_port_of_a_service_is_listened_at(String values) {
    var installation = installed(values);
    assertThat(installation.all(Service.class)).isNotEmpty().allSatisfy(service -> {
      var pods = installation.selected(service.getSpec().getSelector());
      assertThat(pods).as(service.getMetadata().getName()).singleElement();
      assertThat(service.getSpec().getPorts()).allSatisfy(port ->
          assertThat(pods.get(0).ports()).contains(String.valueOf(port.getTargetPort().getValue())));
    });
    assertThat(installation.services()).allSatisfy(service -> {
      assertThat(service.ports().contains("8080")).as(service.name()).isEqualTo(groups(service).contains("api"));
      assertThat(service.value("CARAVAN_ADDRESS")).isEqualTo(groups(service).contains("api") ? "0.0.0.0" : "127.0.0.1");
      assertThat(service.ports()).contains(service.value("CARAVAN_MANAGEMENT_PORT"));
      for (var probe : List.of(service.container().getStartupProbe(), service.container().getLivenessProbe(),
          service.container().getReadinessProbe())) {
        assertThat(probe.getHttpGet().getPath()).matches("/actuator/health/(liveness|readiness)");
        assertThat(service.ports()).contains(probe.getHttpGet().getPort().getStrVal());
      }
    });
    assertThat(installation.all(Ingress.class)).allSatisfy(ingress -> {
      var backend = ingress.getSpec().getRules().get(0).getHttp().getPaths().get(0).getBackend().getService();
      assertThat(port(installation, backend.getName(), backend.getPort().getName())).isEqualTo(8080);
    });
  }

  private static int port(Installation installation, String service, String port) {
    return installation.all(Service.class).stream().filter(one -> one.getMetadata().getName().equals(service))
        .flatMap(one -> one.getSpec().getPorts().stream()).filter(one -> one.getName().equals(port))
        .findFirst().orElseThrow(() -> new AssertionError("there is no port " + port + " of " + service)).getPort();
  }

  @ParameterizedTest
  @MethodSource("installations")
  void nobody_calls_anybody_unless_a_policy_about_pods_that_exist_allows_it(String values) {
    var installation = installed(values);
    var policies = installation.all(NetworkPolicy.class);
    assertThat(policies).anySatisfy(policy -> {
      assertThat(selected(installation, policy.getSpec().getPodSelector())).hasSameSizeAs(installation.pods());
      assertThat(policy.getSpec().getPolicyTypes()).containsExactlyInAnyOrder("Ingress", "Egress");
      assertThat(policy.getSpec().getIngress()).isEmpty();
      assertThat(policy.getSpec().getEgress()).isEmpty();
    });
    assertThat(policies).allSatisfy(policy -> {
      var own = selected(installation, policy.getSpec().getPodSelector());
      assertThat(own).as(policy.getMetadata().getName()).isNotEmpty();
      assertThat(policy.getSpec().getIngress()).allSatisfy(rule -> {
        assertThat(rule.getFrom()).isNotEmpty();
        peersExist(installation, rule.getFrom());
        listened(own, rule.getPorts());
      });
      assertThat(policy.getSpec().getEgress()).allSatisfy(rule -> {
        assertThat(rule.getPorts()).isNotEmpty();
        peersExist(installation, rule.getTo());
        rule.getTo().stream().filter(ChartTest::isHere).forEach(
            peer -> listened(selected(installation, peer.getPodSelector()), rule.getPorts()));
      });
    });
    assertThat(callers(installation, 8070)).allSatisfy((called, callers) -> {
      assertThat(callers).isSubsetOf(installation.services().stream()
          .filter(service -> service.ports().contains("8070")).map(Pods::name).toList());
      assertThat(callers).as("callers of " + called).isNotEmpty();
    });
  }

  /** Of those of these pods that listen at a port: who may call them there. */
  private static Map<String, Set<String>> callers(Installation installation, int port) {
    var callers = new LinkedHashMap<String, Set<String>>();
    for (var policy : installation.all(NetworkPolicy.class)) {
      for (var rule : policy.getSpec().getIngress()) {
        if (rule.getPorts().stream().anyMatch(open -> Objects.equals(open.getPort().getIntVal(), port))) {
          var from = rule.getFrom().stream().filter(ChartTest::isHere)
              .flatMap(peer -> selected(installation, peer.getPodSelector()).stream()).map(Pods::name).toList();
          selected(installation, policy.getSpec().getPodSelector())
              .forEach(called -> callers.computeIfAbsent(called.name(), name -> new TreeSet<>()).addAll(from));
        }
      }
    }
    return callers;
  }

  private static List<Pods> selected(Installation installation, LabelSelector selector) {
    assertThat(selector.getMatchExpressions()).isEmpty();
    return installation.selected(selector.getMatchLabels());
  }

  /** Whether this is about pods of the installation: the operators' are told by labels of their own. */
  private static boolean isHere(NetworkPolicyPeer peer) {
    return peer.getPodSelector() != null && peer.getNamespaceSelector() == null
        && peer.getPodSelector().getMatchLabels().keySet().stream().anyMatch(label -> label.startsWith("app.kubernetes.io/"));
  }

  private static void peersExist(Installation installation, List<NetworkPolicyPeer> peers) {
    assertThat(peers).filteredOn(ChartTest::isHere)
        .allSatisfy(peer -> assertThat(selected(installation, peer.getPodSelector())).isNotEmpty());
  }

  private static void listened(List<Pods> pods, List<NetworkPolicyPort> ports) {
    assertThat(ports).isNotEmpty().allSatisfy(port -> assertThat(pods)
        .allSatisfy(one -> assertThat(one.ports()).contains(String.valueOf(port.getPort().getIntVal()))));
  }

  @ParameterizedTest
  @MethodSource("installations")
  void the_coordinator_is_one_and_finds_those_that_it_calls_back(String values) {
    var installation = installed(values);
    var coordinator = installation.services().stream().filter(service -> groups(service).contains("coordinator")).findFirst().orElseThrow();
    var deployment = installation.all(Deployment.class).stream()
        .filter(one -> one.getMetadata().getName().equals(coordinator.name())).findFirst().orElseThrow();
    assertThat(deployment.getSpec().getReplicas()).isEqualTo(1);
    assertThat(deployment.getSpec().getStrategy().getType()).isEqualTo("Recreate");
    assertThat(port(installation, coordinator.name(), "internal")).isEqualTo(8070);

    var participants = installation.services().stream()
        .filter(service -> groups(service).stream().anyMatch(Services.WITH_SAGAS::contains)).toList();
    assertThat(participants).isNotEmpty().allSatisfy(participant -> {
      assertThat(participant.value("CARAVAN_SAGA_CALLBACKS")).isEqualTo("http://" + participant.name() + ":8070");
      assertThat(port(installation, participant.name(), "internal")).isEqualTo(8070);
    });
    assertThat(Stream.concat(Stream.of(coordinator), participants.stream())).allSatisfy(service -> {
      assertThat(service.value("CARAVAN_INTERNAL_ADDRESS")).isEqualTo("0.0.0.0");
      assertThat(service.value("CARAVAN_SAGA_COORDINATOR")).isEqualTo("http://" + coordinator.name() + ":8070/lra-coordinator");
      assertThat(service.value("CARAVAN_SAGA_PARTICIPANTS").split(","))
          .containsExactlyInAnyOrderElementsOf(participants.stream().map(Pods::name).toList());
    });
  }

  @ParameterizedTest
  @MethodSource("installations")
  void what_is_scaled_or_drained_exists(String values) {
    var installation = installed(values);
    var deployments = installation.all(Deployment.class).stream()
        .collect(Collectors.toMap(one -> one.getMetadata().getName(), Deployment::getSpec));
    assertThat(installation.all(HorizontalPodAutoscaler.class)).allSatisfy(scaler -> {
      var spec = Objects.requireNonNull(deployments.get(scaler.getSpec().getScaleTargetRef().getName()));
      assertThat(spec.getReplicas()).as("an upgrade leaves the number to the autoscaler").isNull();
      assertThat(scaler.getSpec().getMinReplicas()).isLessThanOrEqualTo(scaler.getSpec().getMaxReplicas());
    });
    assertThat(installation.all(PodDisruptionBudget.class)).hasSameSizeAs(installation.services()).allSatisfy(budget ->
        assertThat(installation.selected(budget.getSpec().getSelector().getMatchLabels())).singleElement());
    assertThat(deployments.values()).allSatisfy(spec ->
        assertThat(spec.getTemplate().getMetadata().getLabels()).containsAllEntriesOf(spec.getSelector().getMatchLabels()));
    assertThat(installation.resources()).extracting(resource -> resource.getKind() + " " + resource.getMetadata().getName())
        .doesNotHaveDuplicates();
    assertThat(installation.resources()).extracting(resource -> resource.getMetadata().getName())
        .allMatch(name -> name.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"));
  }

  @ParameterizedTest
  @MethodSource("installations")
  void the_own_database_has_connections_for_everybody(String values) {
    var installation = installed(values);
    var scalers = installation.all(HorizontalPodAutoscaler.class).stream()
        .collect(Collectors.toMap(one -> one.getMetadata().getName(), one -> one.getSpec().getMaxReplicas()));
    var asked = installation.all(Deployment.class).stream().mapToInt(deployment -> {
      var replicas = Objects.requireNonNullElseGet(
          scalers.get(deployment.getMetadata().getName()), deployment.getSpec()::getReplicas);
      var pool = installation.selected(deployment.getSpec().getSelector().getMatchLabels()).get(0).value("CARAVAN_DATABASE_POOL");
      // One more while a new version comes.
      return (replicas + 1) * Integer.parseInt(pool);
    }).sum();
    installation.all(StatefulSet.class).stream().filter(part -> part.getMetadata().getName().endsWith("-postgresql"))
        .flatMap(part -> part.getSpec().getTemplate().getSpec().getContainers().get(0).getArgs().stream())
        .filter(argument -> argument.startsWith("max_connections="))
        .forEach(argument -> assertThat(asked).isLessThan(Integer.parseInt(argument.substring("max_connections=".length())) - 5));
  }

  @Test
  void what_lies_beside_the_chart_is_installed_as_it_is() throws IOException {
    var installation = installed("everything");
    assertThat(files("artemis")).isEqualTo(data(installation, "caravan-artemis"));
    assertThat(files("grafana/dashboards").entrySet()).allSatisfy(file -> assertThat(
        data(installation, "caravan-dashboard-" + file.getKey().replace(".json", ""))).containsExactly(file));
    assertThat(data(installation, "caravan-test")).isEqualTo(Map.of("validate.sh", Files.readString(Path.of("scripts/validate.sh")).strip()));
    assertThat(installation.all(PrometheusRule.class)).hasSize(files("prometheus").containsKey("alerts.yml") ? 1 : 0)
        .allSatisfy(rules -> assertThat(rules.getSpec().getGroups()).isNotEmpty());
    assertThat(installation.all(ServiceMonitor.class)).singleElement().satisfies(monitor -> {
      assertThat(monitor.getSpec().getEndpoints()).singleElement().matches(endpoint -> endpoint.getHonorLabels());
      var monitored = installation.all(Service.class).stream()
          .filter(service -> service.getMetadata().getLabels().entrySet().containsAll(monitor.getSpec().getSelector().getMatchLabels().entrySet()))
          .map(HasMetadata::getMetadata).map(service -> service.getName());
      assertThat(monitored).containsExactlyInAnyOrderElementsOf(installation.services().stream().map(Pods::name).toList());
    });
  }

  private static Map<String, String> files(String folder) throws IOException {
    try (var files = Files.list(Path.of(folder))) {
      return files.filter(file -> !file.getFileName().toString().startsWith("."))
          .collect(Collectors.toMap(file -> file.getFileName().toString(), ChartTest::text));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> data(Installation installation, String name) {
    return installation.all(ConfigMap.class).stream().filter(map -> map.getMetadata().getName().equals(name)).findFirst()
        .map(map -> map.getData().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().strip())))
        .orElse(Map.of());
  }

  @Test
  void the_plain_manifests_are_the_local_installation() {
    var plain = Installation.documents(text(Path.of("kubernetes/caravan.yaml")));
    var local = new ArrayList<>(installed("values-local.yaml").documents());
    local.removeIf(document -> document.path("metadata").path("annotations").has(Installation.TEST));
    assertThat(plain).as("deploy/scripts/kubernetes/render.sh makes them").containsExactlyInAnyOrderElementsOf(local);
  }

  @Test
  void production_is_told_of_what_the_operators_make() throws IOException {
    var names = new LinkedHashMap<String, String>();
    try (var files = Files.list(Path.of("kubernetes/operators"))) {
      files.flatMap(file -> Installation.documents(text(file)).stream())
          .forEach(made -> names.put(made.path("kind").asText(), made.path("metadata").path("name").asText()));
    }
    assertThat(installed("values-production.yaml").services()).isNotEmpty().allSatisfy(service -> {
      assertThat(service.value("CARAVAN_DATABASE_URL")).startsWith("jdbc:postgresql://" + names.get("Cluster") + "-rw:5432/caravan");
      assertThat(service.value("CARAVAN_BROKER_URL")).startsWith("tcp://" + names.get("ActiveMQArtemis") + "-core-0-svc:61616");
      assertThat(service.value("CARAVAN_KAFKA_URL")).isEqualTo(names.get("Kafka") + "-kafka-bootstrap:9092");
      assertThat(service.container().getEnv()).filteredOn(env -> env.getValueFrom() != null)
          .extracting(env -> env.getValueFrom().getSecretKeyRef().getName())
          .contains(names.get("Cluster") + "-app", names.get("ActiveMQArtemis") + "-credentials-secret", names.get("KafkaUser"));
    });
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "services: {kitchen: {groups: [kitchens]}}                    | must be one of",
    "services: {Kitchen: {groups: [kitchen]}}                     | Kitchen",
    "services: {kitchen: {replica: 2}}                            | replica",
    "services: {orders: {groups: [orders, kitchen]}}              | kitchen runs in kitchen and in orders",
    "services: {coordinator: {replicas: 2}}                       | one replica",
    "topics: rabbit                                               | topics",
    "database: {url: `jdbc:mysql://db/caravan`}                   | database",
    "database: {password: secret}                                 | password",
    "setings: {CARAVAN_TASKS_ZONE: UTC}                           | setings",
    "settings: {caravan.tasks.zone: UTC}                          | caravan.tasks.zone",
    "settings: {CARAVAN_BROKER_CONSUMERS: 2}                      | settings"})
  void values_that_mean_nothing_are_refused(String values, String reason) throws IOException {
    var file = written(values.replace('`', '"'));
    assertThatThrownBy(() -> Installation.of(chart, file)).hasMessageContaining(reason);
  }
}
