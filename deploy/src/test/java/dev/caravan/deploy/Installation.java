package dev.caravan.deploy;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the chart makes of some values, each resource taken as strictly as by a cluster. */
record Installation(List<JsonNode> documents, List<HasMetadata> resources) {

  static final Path CHART = Path.of("helm/caravan");
  /** Marks what belongs to the test of an installation. */
  static final String TEST = "caravan.dev/test";

  private static final Map<String, Class<? extends HasMetadata>> KINDS = Stream.of(
      ConfigMap.class, Pod.class, Secret.class, Service.class, ServiceAccount.class, Deployment.class, StatefulSet.class,
      HorizontalPodAutoscaler.class, Ingress.class, NetworkPolicy.class, PodDisruptionBudget.class, PrometheusRule.class,
      ServiceMonitor.class).collect(Collectors.toMap(kind -> HasMetadata.getApiVersion(kind) + " " + kind.getSimpleName(), kind -> kind));

  private static final ObjectMapper YAML = new ObjectMapper(
      YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());
  private static final ObjectMapper STRICT = strict();

  /** The pods of a workload, by which name and labels. */
  record Pods(String name, Map<String, String> labels, PodSpec spec) {

    Container container() {
      return spec.getContainers().get(0);
    }

    String value(String variable) {
      return container().getEnv().stream().filter(env -> env.getName().equals(variable)).map(EnvVar::getValue).findFirst()
          .orElse("");
    }

    /** Names and numbers of the ports that are listened at. */
    List<String> ports() {
      return container().getPorts().stream()
          .flatMap(port -> Stream.of(String.valueOf(port.getName()), String.valueOf(port.getContainerPort()))).toList();
    }
  }

  private static ObjectMapper strict() {
    var mapper = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .annotationIntrospector(new JacksonAnnotationIntrospector() {
          // Where the models put what they do not know.
          @Override
          public Boolean hasAnySetter(Annotated annotated) {
            return false;
          }
        }).build();
    for (var shape : List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)) {
      mapper.coercionConfigFor(LogicalType.Textual).setCoercion(shape, CoercionAction.Fail);
    }
    return mapper;
  }

  /** A copy of the chart in which the hooks, that a template leaves out, are resources like others. */
  static Path withoutHooks(Path folder) throws IOException {
    try (var files = Files.walk(CHART, FileVisitOption.FOLLOW_LINKS)) {
      for (var file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        var copy = folder.resolve(CHART.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.writeString(copy, Files.readString(file).replace("helm.sh/hook:", TEST + ":"));
      }
    }
    return folder;
  }

  /** As {@code helm install caravan <chart> -f <values>…} has it. */
  static Installation of(Path chart, Path... values) {
    var template = new Helm(chart).template().withName("caravan").withNamespace("caravan");
    for (var file : values) {
      template.withValuesFile(file);
    }
    var documents = documents(template.call());
    return new Installation(documents, documents.stream().map(Installation::resource).toList());
  }

  /** What is between the lines of dashes; a key that is given twice is refused. */
  static List<JsonNode> documents(String manifests) {
    var documents = new ArrayList<JsonNode>();
    try (var parser = YAML.readerFor(JsonNode.class).<JsonNode>readValues(manifests)) {
      parser.forEachRemaining(document -> {
        if (document.isObject()) {
          documents.add(document);
        }
      });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return documents;
  }

  static HasMetadata resource(JsonNode document) {
    var kind = document.path("apiVersion").asText() + " " + document.path("kind").asText();
    var type = KINDS.get(kind);
    if (type == null) {
      throw new AssertionError("nothing is known of " + kind);
    }
    try {
      return STRICT.treeToValue(document, type);
    } catch (IOException e) {
      throw new UncheckedIOException(kind + " " + document.path("metadata").path("name").asText(), e);
    }
  }

  <T extends HasMetadata> List<T> all(Class<T> kind) {
    return resources.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Of every workload, and the test's. */
  List<Pods> pods() {
    return resources.stream().flatMap(resource -> {
      if (resource instanceof Deployment workload) {
        var template = workload.getSpec().getTemplate();
        return Stream.of(new Pods(workload.getMetadata().getName(), template.getMetadata().getLabels(), template.getSpec()));
      }
      if (resource instanceof StatefulSet workload) {
        var template = workload.getSpec().getTemplate();
        return Stream.of(new Pods(workload.getMetadata().getName(), template.getMetadata().getLabels(), template.getSpec()));
      }
      return resource instanceof Pod pod
          ? Stream.of(new Pods(pod.getMetadata().getName(), pod.getMetadata().getLabels(), pod.getSpec())) : Stream.empty();
    }).toList();
  }

  List<Pods> selected(Map<String, String> labels) {
    return pods().stream().filter(pods -> pods.labels().entrySet().containsAll(labels.entrySet())).toList();
  }

  /** Caravan's own, by the names of their Deployments. */
  List<Pods> services() {
    return selected(Map.of("caravan.dev/service", "true"));
  }
}
