package dev.coxswain.apiserver.registry.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.Message;
import dev.coxswain.api.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import dev.coxswain.api.apiregistration.v1.APIService;
import dev.coxswain.api.autoscaling.v2.HorizontalPodAutoscaler;
import dev.coxswain.api.core.v1.Endpoints;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.ResourceQuota;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.discovery.v1.EndpointSlice;
import dev.coxswain.api.flowcontrol.v1.FlowSchema;
import dev.coxswain.api.flowcontrol.v1.PriorityLevelConfiguration;
import dev.coxswain.api.meta.v1.TableRowCondition;
import dev.coxswain.api.networking.v1.IPAddress;
import dev.coxswain.api.networking.v1.Ingress;
import dev.coxswain.api.networking.v1.IngressClass;
import dev.coxswain.api.storage.v1.StorageClass;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apiserver.registry.Manifests;
import dev.coxswain.apiserver.registry.ResourceStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What rows show of objects in unusual states, as upstream's printers have it.
final class TableCellsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:10:00Z");
  private static final String NOBODY = "<none>";
  private static final String UNSET = "<unset>";

  static List<Arguments> cells() {
    return Stream.of(services(), networking(), storage(), policies())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Arguments> services() {
    return List.of(
        row(
            Service.class,
            3,
            "spec: {type: ClusterIP, externalIPs: [192.0.2.1, 192.0.2.2]}",
            "192.0.2.1,192.0.2.2"),
        row(Service.class, 3, "spec: {type: LoadBalancer}", "<pending>"),
        row(
            Service.class,
            3,
            "spec: {type: LoadBalancer, externalIPs: [192.0.2.9]}\n"
                + "status: {loadBalancer: {ingress: [{hostname: b.example}, {ip: 192.0.2.3}]}}",
            "192.0.2.3,b.example,192.0.2.9"),
        row(Service.class, 3, "spec: {type: ExternalName, externalName: db.example}", "db.example"),
        row(Service.class, 2, "spec: {type: ExternalName, externalName: db.example}", NOBODY),
        row(
            Service.class,
            4,
            "spec: {type: NodePort, ports: [{port: 80, nodePort: 30080, protocol: TCP}, {port: 53,"
                + " protocol: UDP}]}",
            "80:30080/TCP,53/UDP"),
        row(
            Endpoints.class,
            1,
            "subsets: [{notReadyAddresses: [{ip: 10.0.0.1}], ports: [{port: 80}]}]",
            ""),
        row(Endpoints.class, 1, "subsets: []", NOBODY),
        row(
            Endpoints.class,
            1,
            "subsets: [{addresses: [{ip: 10.0.0.1}, {ip: 'fd00::1'}], ports: [{port: 80}, {port:"
                + " 81}]}]",
            "10.0.0.1:80,[fd00::1]:80,10.0.0.1:81 + 1 more..."),
        row(
            EndpointSlice.class,
            2,
            "{addressType: IPv4, endpoints: [], ports: [{port: 80}, {name: web}, {}, {port: 1}]}",
            "80,web,* + 1 more..."),
        row(EndpointSlice.class, 2, "{addressType: IPv4, endpoints: []}", UNSET),
        row(EndpointSlice.class, 3, "{addressType: IPv4, endpoints: [{addresses: []}]}", UNSET));
  }

  private static List<Arguments> networking() {
    return List.of(
        row(
            Ingress.class,
            1,
            "metadata: {annotations: {kubernetes.io/ingress.class: old}}",
            NOBODY),
        row(Ingress.class, 1, "spec: {ingressClassName: new}", "new"),
        row(Ingress.class, 2, "spec: {rules: [{}, {}]}", "*"),
        row(Ingress.class, 2, "spec: {rules: [{host: a}, {}, {host: b}, {host: c}]}", "a,b,c"),
        row(
            Ingress.class,
            2,
            "spec: {rules: [{host: a}, {}, {host: b}, {host: c}, {}]}",
            "a,b,c + 2 more..."),
        row(
            Ingress.class,
            3,
            "status: {loadBalancer: {ingress: [{ip: 192.0.2.2}, {hostname: a.example}]}}",
            "192.0.2.2,a.example"),
        row(Ingress.class, 4, "spec: {tls: [{}]}", "80, 443"),
        row(
            IngressClass.class,
            2,
            "spec: {parameters: {apiGroup: k8s.example.com, kind: Parameters, name: p}}",
            "Parameters.k8s.example.com/p"),
        row(
            IPAddress.class,
            1,
            "spec: {parentRef: {resource: Services, namespace: a, name: b}}",
            "services/a/b"),
        row(IPAddress.class, 1, "spec: {}", NOBODY));
  }

  private static List<Arguments> storage() {
    var claim =
        "spec: {volumeName: v}\n"
            + "status: {phase: Bound, accessModes: [ReadWriteOncePod, ReadOnlyMany], capacity:"
            + " {storage: 1Gi}}";
    return List.of(
        row(PersistentVolumeClaim.class, 3, claim, "1Gi"),
        row(PersistentVolumeClaim.class, 4, claim, "ROX,RWOP"),
        row(PersistentVolumeClaim.class, 6, claim, UNSET),
        row(PersistentVolumeClaim.class, 3, "status: {capacity: {storage: 1Gi}}", ""),
        row(
            PersistentVolumeClaim.class,
            1,
            "metadata: {deletionTimestamp: '2026-01-01T00:00:00Z'}",
            "Terminating"),
        row(
            StorageClass.class,
            0,
            "{metadata: {name: fast, annotations: {storageclass.kubernetes.io/is-default-class:"
                + " 'true'}}, provisioner: p}",
            "fast (default)"),
        row(StorageClass.class, 3, "provisioner: p", "Immediate"));
  }

  private static List<Arguments> policies() {
    var metric =
        "{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization:"
            + " 50}}}";
    var queue =
        "{type: Object, object: {describedObject: {kind: Service, name: s}, metric: {name: m},"
            + " target: {type: AverageValue, averageValue: 2k}}}";
    return List.of(
        row(ValidatingAdmissionPolicyBinding.class, 2, "spec: {paramRef: {name: p}}", "*/p"),
        row(
            ValidatingAdmissionPolicyBinding.class,
            2,
            "spec: {paramRef: {name: p, namespace: team}}",
            "team/p"),
        row(ValidatingAdmissionPolicyBinding.class, 2, "spec: {policyName: q}", UNSET),
        row(
            ValidatingAdmissionPolicyBinding.class,
            2,
            "spec: {paramRef: {selector: {matchLabels: {a: b}}}}",
            "&LabelSelector{MatchLabels:map[string]string{a:"
                + " b,},MatchExpressions:[]LabelSelectorRequirement{},}"),
        row(
            PriorityLevelConfiguration.class,
            2,
            "spec: {type: Exempt, exempt: {nominalConcurrencyShares: 5}}",
            NOBODY),
        row(
            PriorityLevelConfiguration.class,
            2,
            "spec: {type: Limited, limited: {nominalConcurrencyShares: 5}}",
            "5"),
        row(
            FlowSchema.class,
            5,
            "status: {conditions: [{type: Dangling, status: 'False'}]}",
            "False"),
        row(FlowSchema.class, 5, "spec: {}", "?"),
        row(
            ResourceQuota.class,
            1,
            "status: {hard: {pods: '2', limits.cpu: '1', limitsome: '3'}, used: {pods: '1'}}",
            "limitsome: 0/3, pods: 1/2"),
        row(
            ResourceQuota.class,
            2,
            "status: {hard: {pods: '2', limits.cpu: '1'}}",
            "limits.cpu: 0/1"),
        row(
            HorizontalPodAutoscaler.class,
            2,
            "spec: {metrics: [%s]}".formatted(metric),
            "cpu: <unknown>/50%"),
        row(
            HorizontalPodAutoscaler.class,
            2,
            "spec: {metrics: [%s, %s, %s]}".formatted(queue, metric, metric),
            "<unknown>/2k (avg), cpu: <unknown>/50% + 1 more..."),
        row(HorizontalPodAutoscaler.class, 2, "spec: {}", NOBODY),
        row(HorizontalPodAutoscaler.class, 3, "spec: {}", UNSET));
  }

  private static <T extends Message> Arguments row(
      Class<T> kind, int column, String yaml, String expected) {
    return arguments(kind, column, yaml, expected);
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("cells")
  void shows(Class<? extends Message> kind, int column, String yaml, String expected) {
    var cells = strategy(kind).cells(Manifests.read(kind, yaml), NOW);
    assertThat(cells.get(column).toString()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"Succeeded,Succeeded", "Failed,Failed", "Running,", "Pending,"})
  void podsThatAreDoneSaySo(String phase, String reason) {
    var pod = Manifests.read(Pod.class, "status: {phase: %s}".formatted(phase));
    var reasons = strategy(Pod.class).rowConditions(pod).stream().map(TableRowCondition::getReason);
    assertThat(reasons.toList()).isEqualTo(Stream.ofNullable(reason).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{}|True", "{service: {namespace: a, name: b}}|Unknown"})
  void whatThisServerServesItselfIsAvailable(String spec, String expected) {
    var service = Manifests.read(APIService.class, "spec: " + spec);
    var strategy = strategy(APIService.class);
    var created = strategy.prepareForCreate(service, StrategyContext.at(NOW));
    assertThat(strategy.cells(created, NOW).get(2)).isEqualTo(expected);
  }

  @Test
  void flowSchemasAreListedAsTheyAreCompared() {
    var order = strategy(FlowSchema.class).rowOrder().orElseThrow();
    var names =
        Stream.of(schema("a", 900), schema("c", 10), schema("b", 10))
            .sorted(order)
            .map(s -> ((FlowSchema) s).getMetadata().getName());
    assertThat(names.toList()).containsExactly("b", "c", "a");
  }

  private static Message schema(String name, int precedence) {
    return Manifests.read(
        FlowSchema.class,
        "{metadata: {name: %s}, spec: {matchingPrecedence: %d}}".formatted(name, precedence));
  }

  private static ResourceStrategy<Message> strategy(Class<? extends Message> kind) {
    var scheme = Scheme.kubernetes();
    ResourceType resource =
        scheme.resources().stream()
            .filter(r -> r.kind().equals(scheme.kindOf(kind)))
            .findFirst()
            .orElseThrow();
    return Catalog.strategies().of(resource);
  }
}
