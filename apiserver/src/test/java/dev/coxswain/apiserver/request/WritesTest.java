package dev.coxswain.apiserver.request;

import static dev.coxswain.apiserver.request.PipelineFixture.NOW;
import static dev.coxswain.apiserver.request.PipelineFixture.configMap;
import static dev.coxswain.apiserver.request.PipelineFixture.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import dev.coxswain.api.apps.v1.Deployment;
import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.api.meta.v1.Preconditions;
import dev.coxswain.apimachinery.codec.FieldValidation;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.time.Times;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WritesTest {
  private static final DeleteOptions PLAIN = DeleteOptions.getDefaultInstance();
  private static final String DEPLOYMENT =
      """
      {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"replicas":1,
       "selector":{"matchLabels":{"app":"d"}},
       "template":{"metadata":{"labels":{"app":"d"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}
      """;

  private final PipelineFixture api = new PipelineFixture();

  @Test
  void anObjectIsBornWithWhatOnlyTheServerGives() {
    var created = api.create(configMap("a"), json("a", "1"));
    var meta = created.metadata();
    assertThat(meta.getUid()).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-.*");
    assertThat(Times.toInstant(meta.getCreationTimestamp())).isEqualTo(NOW);
    assertThat(meta.getResourceVersion()).isEqualTo(Long.toString(created.revision()));
    assertThat(meta.getNamespace()).isEqualTo("default");
    assertThat(meta.getManagedFields(0).getManager()).isEqualTo("test");
    assertThat(api.get(configMap("a")).message()).isEqualTo(created.message());
  }

  @Test
  void whatIsStoredHasUpstreamsForm() {
    api.create(configMap("a"), json("a", "1"));
    var value = api.storage.get("/registry/configmaps/default/a").orElseThrow().value();
    assertThat(new String(value, 0, 4, StandardCharsets.ISO_8859_1)).isEqualTo("k8s\0");
    assertThat(new String(value, StandardCharsets.ISO_8859_1))
        .contains("\n\u0002v1\u0012\tConfigMap");
  }

  static Stream<Arguments> refusedCreates() {
    return Stream.of(
        Arguments.arguments(
            "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"s\"}}",
            "Secret in version \"v1\" cannot be handled as a ConfigMap: converting (v1.Secret) to"
                + " (core.ConfigMap): unknown conversion"),
        Arguments.arguments(
            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",",
            "the object provided is unrecognized (must be of type ConfigMap): couldn't get"
                + " version/kind; json parse error: unexpected end of JSON input"
                + " ({\"apiVersion\":\"v1\",\"kind\":\"Con ...)"),
        Arguments.arguments(
            "apiVersion: v1\n",
            "the object provided is unrecognized (must be of type ConfigMap): couldn't get"
                + " version/kind; json parse error: invalid character 'a' looking for beginning of"
                + " value (61706956657273696f6e3a2076310a)"),
        Arguments.arguments(
            "{\"metadata\":{\"name\":\"c\",\"namespace\":\"other\"}}",
            "the namespace of the provided object does not match the namespace sent on the"
                + " request"),
        Arguments.arguments(
            "{\"metadata\":{}}",
            "ConfigMap \"\" is invalid: metadata.name: Required value: name or generateName is"
                + " required"));
  }

  @ParameterizedTest
  @MethodSource("refusedCreates")
  void refusesInUpstreamsWords(String body, String message) {
    assertThatThrownBy(() -> api.create(configMap(""), body)).hasMessage(message);
  }

  @Test
  void strictValidationRefusesUnknownFieldsAndWarnTellsThem() {
    var odd = "{\"metadata\":{\"name\":\"c\"},\"extra\":1}";
    assertThatThrownBy(() -> api.create(configMap(""), odd, FieldValidation.STRICT))
        .hasMessage(
            "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error:"
                + " unknown field \"extra\"");
    api.create(configMap(""), odd);
    assertThat(api.warnings).containsExactly("unknown field \"extra\"");
  }

  @Test
  void namesAreGeneratedAndTakenNamesRefused() {
    var created = api.create(configMap(""), "{\"metadata\":{\"generateName\":\"gen-\"}}");
    assertThat(created.metadata().getName()).matches("gen-[bcdfghjklmnpqrstvwxz2456789]{5}");
    api.create(configMap("a"), json("a", "1"));
    assertThatThrownBy(() -> api.create(configMap("a"), json("a", "1")))
        .isInstanceOf(ApiException.AlreadyExists.class)
        .hasMessage("configmaps \"a\" already exists");
  }

  @Test
  void anUpdateWithAnOldVersionIsRefusedAndOneWithoutReplaces() {
    var first = api.create(configMap("a"), json("a", "1"));
    api.update(configMap("a"), json("a", "2"));
    assertThatThrownBy(() -> api.update(configMap("a"), first.message()))
        .isInstanceOf(ApiException.Conflict.class)
        .hasMessageContaining("the object has been modified; please apply your changes");
    assertThat(data(api.get(configMap("a")).message())).isEqualTo("2");
  }

  @Test
  void anUpdateThatChangesNothingDoesNotWrite() {
    var created = api.create(configMap("a"), json("a", "1"));
    api.advance(Duration.ofMinutes(1));
    assertThat(api.update(configMap("a"), json("a", "1")).revision()).isEqualTo(created.revision());
    assertThat(api.patch(configMap("a"), PatchType.MERGE, "{\"data\":{\"k\":\"1\"}}").revision())
        .isEqualTo(created.revision());
  }

  @Test
  void dryRunsStoreNothing() {
    var options = new WriteOptions(true, "", FieldValidation.WARN);
    var body = Body.of(MediaType.JSON, json("a", "1").getBytes(StandardCharsets.UTF_8));
    var made = PipelineFixture.one(api.handle(new ApiRequest.Create(configMap(""), body, options)));
    assertThat(made.metadata().getResourceVersion()).isEmpty();
    assertThatThrownBy(() -> api.get(configMap("a"))).isInstanceOf(ApiException.NotFound.class);
  }

  @Test
  void everyKindOfPatchWorks() {
    api.create(configMap("a"), json("a", "1"));
    api.patch(
        configMap("a"), PatchType.JSON, "[{\"op\":\"add\",\"path\":\"/data/x\",\"value\":\"y\"}]");
    api.patch(configMap("a"), PatchType.MERGE, "{\"data\":{\"m\":\"1\"}}");
    api.patch(configMap("a"), PatchType.STRATEGIC, "{\"data\":{\"k\":null}}");
    var applied = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {applied: \"1\"}\n";
    var result = (ConfigMap) api.patch(configMap("a"), PatchType.APPLY, applied).message();
    assertThat(result.getDataMap()).containsOnlyKeys("x", "m", "applied");
    assertThat(result.getMetadata().getManagedFieldsList())
        .anyMatch(m -> m.getOperation().equals("Apply") && m.getManager().equals("tester"));
  }

  @Test
  void whatAPatchDoesNotNameStaysAndWhatNobodyKnowsIsWarnedOf() {
    var before = (ConfigMap) api.create(configMap("a"), json("a", "1")).message();
    var patched =
        (ConfigMap) api.patch(configMap("a"), PatchType.MERGE, "{\"immutable\":true}").message();
    assertThat(patched.getDataMap()).isEqualTo(before.getDataMap());
    assertThat(patched.getImmutable()).isTrue();
    api.patch(
        configMap("a"), PatchType.MERGE, "{\"metadata\":{\"odd\":1,\"labels\":{\"l\":\"1\"}}}");
    assertThat(api.warnings).contains("unknown field \"metadata.odd\"");
    assertThatThrownBy(
            () -> api.patch(configMap("a"), PatchType.STRATEGIC, "{\"immutable\":\"yes\"}"))
        .isInstanceOf(ApiException.Invalid.class);
  }

  @Test
  void applyCreatesWhatIsMissing() {
    var applied = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: new}\ndata: {k: v}\n";
    var options = new WriteOptions(false, "raw", FieldValidation.WARN);
    var response =
        api.handle(
            new ApiRequest.Patch(
                configMap("new"),
                PatchType.APPLY,
                applied.getBytes(StandardCharsets.UTF_8),
                options,
                false));
    assertThat(((ApiResponse.One) response).code()).isEqualTo(201);
    assertThat(api.get(configMap("new")).metadata().getManagedFields(0).getManager())
        .isEqualTo("raw");
  }

  @Test
  void whatApplyMakesOfAnObjectMustBeReadable() {
    var applied = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nbinaryData: {k: \"%\"}\n";
    assertThatThrownBy(() -> api.patch(configMap("a"), PatchType.APPLY, applied))
        .isInstanceOf(ApiException.class)
        .hasMessageEndingWith(
            "unable to convert unstructured object to /v1, Kind=ConfigMap: illegal base64 data at"
                + " input byte 0");
  }

  @Test
  void patchesMayNotRename() {
    api.create(configMap("a"), json("a", "1"));
    assertThatThrownBy(
            () -> api.patch(configMap("a"), PatchType.MERGE, "{\"metadata\":{\"name\":\"other\"}}"))
        .hasMessage("the name of the object (other) does not match the name on the URL (a)");
  }

  @Test
  void specAndStatusAreWrittenApart() {
    var deployment = target("apps/v1", "deployments", "d");
    var status = new Target(deployment.resource(), "default", "d", "status");
    api.create(deployment, DEPLOYMENT);
    api.patch(status, PatchType.MERGE, "{\"spec\":{\"replicas\":7},\"status\":{\"replicas\":3}}");
    var after = (Deployment) api.get(deployment).message();
    assertThat(after.getSpec().getReplicas()).isEqualTo(1);
    assertThat(after.getStatus().getReplicas()).isEqualTo(3);
    assertThat(after.getMetadata().getGeneration()).isEqualTo(1);
    api.patch(
        deployment, PatchType.MERGE, "{\"spec\":{\"replicas\":2},\"status\":{\"replicas\":9}}");
    after = (Deployment) api.get(deployment).message();
    assertThat(after.getSpec().getReplicas()).isEqualTo(2);
    assertThat(after.getStatus().getReplicas()).isEqualTo(3);
    assertThat(after.getMetadata().getGeneration()).isEqualTo(2);
  }

  @Test
  void scaleEditsTheParent() {
    var deployment = target("apps/v1", "deployments", "d");
    var scale = new Target(deployment.resource(), "default", "d", "scale");
    api.create(deployment, DEPLOYMENT);
    api.patch(scale, PatchType.MERGE, "{\"spec\":{\"replicas\":4}}");
    assertThat(((Deployment) api.get(deployment).message()).getSpec().getReplicas()).isEqualTo(4);
    assertThatThrownBy(() -> api.patch(scale, PatchType.MERGE, "{\"spec\":{\"replicas\":-1}}"))
        .hasMessage(
            "Scale.autoscaling \"d\" is invalid: spec.replicas: Invalid value: -1: must be greater"
                + " than or equal to 0");
  }

  @Test
  void deletionAnswersWithAStatus() {
    var uid = api.create(configMap("a"), json("a", "1")).metadata().getUid();
    var done = (ApiResponse.Done) api.delete(configMap("a"), PLAIN);
    assertThat(done.status().getStatus()).isEqualTo("Success");
    assertThat(done.status().getDetails().getUid()).isEqualTo(uid);
    assertThatThrownBy(() -> api.delete(configMap("a"), PLAIN))
        .hasMessage("configmaps \"a\" not found");
  }

  @Test
  void deletionHasPreconditions() {
    api.create(configMap("a"), json("a", "1"));
    var other =
        DeleteOptions.newBuilder().setPreconditions(Preconditions.newBuilder().setUid("x")).build();
    assertThatThrownBy(() -> api.delete(configMap("a"), other))
        .isInstanceOf(ApiException.Conflict.class)
        .hasMessageStartingWith(
            "Operation cannot be fulfilled on ConfigMap \"a\": the UID in the precondition (x)");
  }

  @Test
  void finalizersHoldAnObjectUntilTheyAreTakenOff() {
    api.create(
        configMap("a"), "{\"metadata\":{\"name\":\"a\",\"finalizers\":[\"example.com/hold\"]}}");
    var marked = PipelineFixture.one(api.delete(configMap("a"), PLAIN));
    assertThat(Times.toInstant(marked.metadata().getDeletionTimestamp())).isEqualTo(NOW);
    assertThat(marked.metadata().getDeletionGracePeriodSeconds()).isZero();
    assertThatThrownBy(() -> api.create(configMap("a"), json("a", "1")))
        .hasMessage("object is being deleted: configmaps \"a\" already exists");
    api.patch(configMap("a"), PatchType.MERGE, "{\"metadata\":{\"finalizers\":null}}");
    assertThatThrownBy(() -> api.get(configMap("a"))).isInstanceOf(ApiException.NotFound.class);
  }

  @Test
  void theGarbageCollectorGetsItsFinalizer() {
    api.create(configMap("a"), json("a", "1"));
    var foreground = DeleteOptions.newBuilder().setPropagationPolicy("Foreground").build();
    var marked = PipelineFixture.one(api.delete(configMap("a"), foreground));
    assertThat(marked.metadata().getFinalizersList()).containsExactly("foregroundDeletion");
  }

  @Test
  void podsGoGracefully() {
    var pod = target("v1", "pods", "p");
    api.create(
        pod,
        "{\"metadata\":{\"name\":\"p\"},\"spec\":{\"nodeName\":\"n\",\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}");
    api.patch(
        new Target(pod.resource(), "default", "p", "status"),
        PatchType.MERGE,
        "{\"status\":{\"phase\":\"Running\"}}");
    var marked = (Pod) PipelineFixture.one(api.delete(pod, PLAIN)).message();
    assertThat(marked.getMetadata().getDeletionGracePeriodSeconds()).isEqualTo(30);
    assertThat(Times.toInstant(marked.getMetadata().getDeletionTimestamp()))
        .isEqualTo(NOW.plusSeconds(30));
    api.delete(pod, DeleteOptions.newBuilder().setGracePeriodSeconds(0).build());
    assertThatThrownBy(() -> api.get(pod)).isInstanceOf(ApiException.NotFound.class);
  }

  @Test
  void aCollectionIsDeletedBySelector() {
    api.create(configMap("a"), "{\"metadata\":{\"name\":\"a\",\"labels\":{\"drop\":\"yes\"}}}");
    api.create(configMap("b"), "{\"metadata\":{\"name\":\"b\"}}");
    var selection = new ListSelection("drop=yes", "", "", "", 0, "");
    var deleted =
        (ApiResponse.Many)
            api.handle(new ApiRequest.DeleteCollection(configMap(""), selection, PLAIN));
    assertThat(deleted.items()).extracting(o -> o.metadata().getName()).containsExactly("a");
    assertThat(api.list(configMap(""), ListSelection.all()).items()).hasSize(1);
  }

  private static String json(String name, String value) {
    return "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"%s\"},\"data\":{\"k\":\"%s\"}}"
        .formatted(name, value);
  }

  private static String data(Message object) {
    return ((ConfigMap) object).getDataOrThrow("k");
  }
}
