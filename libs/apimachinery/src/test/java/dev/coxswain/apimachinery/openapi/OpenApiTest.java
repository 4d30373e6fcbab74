package dev.coxswain.apimachinery.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.apimachinery.codec.JsonCodec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OpenApiTest {
  private static final JsonNode CORE = JsonCodec.parse(OpenApi.v3("api/v1"));
  private static final JsonNode APPS = JsonCodec.parse(OpenApi.v3("apis/apps/v1"));
  private static final JsonNode V2 = JsonCodec.parse(OpenApi.v2());

  static List<String> served() {
    return OpenApi.v3Index();
  }

  @ParameterizedTest
  @MethodSource("served")
  void documentsDefineWhatTheyReferTo(String name) {
    var document = JsonCodec.parse(OpenApi.v3(name));
    var references = references(document);
    assertThat(references.isEmpty()).isEqualTo(name.contains("openid"));
    references.removeAll(names(document.at("/components/schemas")));
    assertThat(references).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("served")
  void operationsAreKnownByDifferentIds(String name) {
    var ids = JsonCodec.parse(OpenApi.v3(name)).findValuesAsText("operationId");
    assertThat(ids).isNotEmpty();
    assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
  }

  @Test
  void indexListsThePathsOfTheDocuments() {
    assertThat(OpenApi.v3Index())
        .startsWith(".well-known/openid-configuration", "api", "api/v1", "apis")
        .contains("apis/apps", "apis/apps/v1", "apis/autoscaling/v2")
        .endsWith("openid/v1/jwks", "version")
        .doesNotContain("apis/");
  }

  @Test
  void refusesWhatIsNotServed() {
    assertThatThrownBy(() -> OpenApi.v3("apis/none.example.com/v1"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "core.v1.ConfigMap | /x-kubernetes-group-version-kind |"
            + " [{\"group\":\"\",\"kind\":\"ConfigMap\",\"version\":\"v1\"}]",
        "core.v1.ConfigMap | /type | \"object\"",
        "core.v1.ConfigMap | /properties/data/additionalProperties | {\"type\":\"string\"}",
        "core.v1.ConfigMap | /properties/binaryData/additionalProperties/format | \"byte\"",
        "core.v1.ServicePort | /properties/protocol/enum | [\"SCTP\",\"TCP\",\"UDP\"]",
        "core.v1.PodSpec | /properties/volumes/x-kubernetes-patch-strategy | \"merge,retainKeys\"",
        "core.v1.PodSpec | /properties/volumes/x-kubernetes-patch-merge-key | \"name\"",
        "core.v1.PodSpec | /properties/volumes/x-kubernetes-list-map-keys | [\"name\"]",
        "core.v1.PodSpec | /properties/volumes/x-kubernetes-list-type | \"map\"",
        "core.v1.ObjectReference | /x-kubernetes-map-type | ",
        "core.v1.Volume | /properties/emptyDir/allOf/0/$ref |"
            + " \"#/components/schemas/io.k8s.api.core.v1.EmptyDirVolumeSource\"",
        "core.v1.PodSpec | /required | [\"containers\"]",
        "core.v1.PodSpec | /properties/activeDeadlineSeconds/format | \"int64\"",
      })
  void describesTypes(String type, String path, String expected) {
    var schema = CORE.at("/components/schemas/io.k8s.api." + type);
    assertThat(schema.isMissingNode()).isFalse();
    var found = schema.at(path);
    assertThat(found.isMissingNode() ? null : found.toString()).isEqualTo(expected);
  }

  @Test
  void describesSpecialTypes() {
    var schemas = CORE.at("/components/schemas");
    var meta = "io.k8s.apimachinery.pkg.";
    assertThat(schemas.path(meta + "apis.meta.v1.Time").path("format").asText())
        .isEqualTo("date-time");
    assertThat(schemas.path(meta + "util.intstr.IntOrString").path("format").asText())
        .isEqualTo("int-or-string");
    assertThat(schemas.path(meta + "api.resource.Quantity").path("oneOf")).hasSize(2);
  }

  @Test
  void describesTypesWithTheCommentsOfTheContract() {
    var pod = CORE.at("/components/schemas/io.k8s.api.core.v1.PodSpec");
    assertThat(pod.path("description").asText()).isNotEmpty();
    assertThat(pod.at("/properties/nodeName/description").asText()).isNotEmpty();
  }

  @Test
  void patchesSayWhatKubectlLooksFor() {
    var path = "/paths/~1apis~1apps~1v1~1namespaces~1{namespace}~1deployments~1{name}/patch";
    var patch = APPS.at(path);
    assertThat(patch.path("operationId").asText()).isEqualTo("patchAppsV1NamespacedDeployment");
    assertThat(patch.path("x-kubernetes-action").asText()).isEqualTo("patch");
    assertThat(patch.path("x-kubernetes-group-version-kind").path("kind").asText())
        .isEqualTo("Deployment");
    assertThat(parameters(patch)).contains("dryRun", "fieldManager", "fieldValidation", "force");
    assertThat(names(patch.at("/requestBody/content")))
        .contains("application/strategic-merge-patch+json");
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/namespaces/{namespace}/pods, get, listCoreV1NamespacedPod",
    "/api/v1/pods, get, listCoreV1PodForAllNamespaces",
    "/api/v1/namespaces/{namespace}/pods, post, createCoreV1NamespacedPod",
    "/api/v1/namespaces/{namespace}/pods, delete, deleteCoreV1CollectionNamespacedPod",
    "/api/v1/namespaces/{namespace}/pods/{name}, put, replaceCoreV1NamespacedPod",
    "/api/v1/namespaces/{namespace}/pods/{name}/log, get, readCoreV1NamespacedPodLog",
    "/api/v1/namespaces/{namespace}/pods/{name}/exec, post, connectCoreV1PostNamespacedPodExec",
    "/api/v1/namespaces/{namespace}/pods/{name}/eviction, post, createCoreV1NamespacedPodEviction",
    "/api/v1/nodes/{name}/status, patch, patchCoreV1NodeStatus",
    "/api/v1/, get, getCoreV1APIResources",
    "/api/v1/watch/pods, get, watchCoreV1PodListForAllNamespaces",
    "/api/v1/watch/namespaces/{namespace}/pods, get, watchCoreV1NamespacedPodList",
    "/api/v1/watch/namespaces/{namespace}/pods/{name}, get, watchCoreV1NamespacedPod",
    "/api/v1/watch/nodes, get, watchCoreV1NodeList",
  })
  void namesOperations(String path, String method, String id) {
    for (var document : List.of(CORE, V2)) {
      assertThat(document.path("paths").path(path).path(method).path("operationId").asText())
          .isEqualTo(id);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "api, /api/, getCoreAPIVersions, application/yaml,"
        + " io.k8s.apimachinery.pkg.apis.meta.v1.APIVersions",
    "apis, /apis/, getAPIVersions, application/json,"
        + " io.k8s.apimachinery.pkg.apis.meta.v1.APIGroupList",
    "apis/apps, /apis/apps/, getAppsAPIGroup, application/json,"
        + " io.k8s.apimachinery.pkg.apis.meta.v1.APIGroup",
    "apis/rbac.authorization.k8s.io, /apis/rbac.authorization.k8s.io/,"
        + " getRbacAuthorizationAPIGroup, application/json,"
        + " io.k8s.apimachinery.pkg.apis.meta.v1.APIGroup",
    "version, /version/, getCodeVersion, application/json, io.k8s.apimachinery.pkg.version.Info",
    "openid/v1/jwks, /openid/v1/jwks/, getServiceAccountIssuerOpenIDKeyset,"
        + " application/jwk-set+json, ''",
  })
  void describesWhatTellsAboutTheServer(
      String name, String path, String id, String type, String answer) {
    var document = JsonCodec.parse(OpenApi.v3(name));
    for (var found : List.of(document, V2)) {
      var operation = found.path("paths").path(path).path("get");
      assertThat(operation.path("operationId").asText()).isEqualTo(id);
      assertThat(names(operation)).doesNotContain("parameters", "x-kubernetes-action");
    }
    assertThat(names(document.path("paths"))).containsExactly(path);
    var schema =
        document
            .path("paths")
            .path(path)
            .at("/get/responses/200/content")
            .path(type)
            .path("schema");
    assertThat(schema.path("$ref").asText())
        .isEqualTo(answer.isEmpty() ? "" : "#/components/schemas/" + answer);
  }

  @Test
  void versionTwoHasAllGroups() {
    assertThat(V2.path("swagger").asText()).isEqualTo("2.0");
    var references = references(V2);
    assertThat(references).contains("io.k8s.api.core.v1.Secret", "io.k8s.api.apps.v1.Deployment");
    references.removeAll(names(V2.path("definitions")));
    assertThat(references).isEmpty();
  }

  @Test
  void versionTwoIsAlsoProtobuf() {
    assertThat(OpenApi.v2Protobuf()).startsWith(0x0a, 3, '2', '.', '0');
  }

  private static Set<String> references(JsonNode document) {
    return document.findValuesAsText("$ref").stream()
        .filter(ref -> ref.startsWith("#/"))
        .map(ref -> ref.substring(ref.lastIndexOf('/') + 1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> parameters(JsonNode operation) {
    return StreamSupport.stream(operation.path("parameters").spliterator(), false)
        .map(parameter -> parameter.path("name").asText())
        .toList();
  }

  private static List<String> names(JsonNode object) {
    var names = new ArrayList<String>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
