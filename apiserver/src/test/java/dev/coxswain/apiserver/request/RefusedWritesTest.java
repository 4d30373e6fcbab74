package dev.coxswain.apiserver.request;

import static dev.coxswain.apiserver.request.PipelineFixture.configMap;
import static dev.coxswain.apiserver.request.PipelineFixture.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.api.meta.v1.Preconditions;
import dev.coxswain.apimachinery.codec.FieldValidation;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apiserver.admission.Admission;
import dev.coxswain.apiserver.admission.AdmissionChain;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import dev.coxswain.apiserver.storage.memory.InMemoryStorage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What writes must not do with the metadata of any object, told in upstream's words.
class RefusedWritesTest {
  private static final String CONFLICT = "Operation cannot be fulfilled on ";
  private static final String WORDS_OF_LABELS =
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or"
          + " 'my_value',  or '12345', regex used for validation is"
          + " '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

  private final PipelineFixture api = new PipelineFixture();
  private final String uid = api.create(configMap("c"), meta("")).metadata().getUid();

  private static String meta(String fields) {
    return "{\"metadata\":{\"name\":\"c\"%s}}".formatted(fields.replace('\'', '"'));
  }

  static Stream<Arguments> updates() {
    return Stream.of(
        arguments(
            "a version that is no number",
            ",'resourceVersion':'abc'",
            500,
            "strconv.ParseUint: parsing \"abc\": invalid syntax"),
        arguments(
            "another object's uid",
            ",'uid':'u'",
            409,
            CONFLICT
                + "configmaps \"c\": StorageError: invalid object, Code: 4, Key:"
                + " /registry/configmaps/default/c, ResourceVersion: 0, AdditionalErrorMsg:"
                + " Precondition failed: UID in precondition: u, UID in object meta: <uid>"),
        arguments(
            "deletion is not asked for like this",
            ",'deletionTimestamp':'2020-01-01T00:00:00Z','deletionGracePeriodSeconds':3",
            422,
            "ConfigMap \"c\" is invalid: [metadata.deletionTimestamp: Invalid value:"
                + " \"2020-01-01T00:00:00Z\": field is immutable,"
                + " metadata.deletionGracePeriodSeconds: Invalid value: 3: field is immutable]"),
        arguments(
            "labels",
            ",'labels':{'a':'b c'}",
            422,
            "ConfigMap \"c\" is invalid: metadata.labels: Invalid value: \"b c\": "
                + WORDS_OF_LABELS),
        arguments(
            "an owner of nothing",
            ",'ownerReferences':[{}]",
            422,
            "ConfigMap \"c\" is invalid: [metadata.ownerReferences.apiVersion: Invalid value: \"\":"
                + " version must not be empty, metadata.ownerReferences.kind: Invalid value: \"\":"
                + " must not be empty, metadata.ownerReferences.name: Invalid value: \"\": must not"
                + " be empty, metadata.ownerReferences.uid: Invalid value: \"\": must not be"
                + " empty]"),
        arguments(
            "an owner in no group and version",
            ",'ownerReferences':[{'apiVersion':'a/b/c','kind':'A','name':'a','uid':'a'}]",
            422,
            "ConfigMap \"c\" is invalid: metadata.ownerReferences.apiVersion: Invalid value:"
                + " \"a/b/c\": version must not be empty"),
        arguments(
            "an event as owner",
            ",'ownerReferences':[{'apiVersion':'v1','kind':'Event','name':'e','uid':'u'}]",
            422,
            "ConfigMap \"c\" is invalid: metadata.ownerReferences: Invalid value:"
                + " {\"apiVersion\":\"v1\",\"kind\":\"Event\",\"name\":\"e\",\"uid\":\"u\"}: /v1,"
                + " Kind=Event is disallowed from being an owner"),
        arguments(
            "two controllers",
            ",'ownerReferences':[{'apiVersion':'v1','kind':'A','name':'a','uid':'a','controller':true},"
                + "{'apiVersion':'v1','kind':'B','name':'b','uid':'b','controller':true}]",
            422,
            "ConfigMap \"c\" is invalid: metadata.ownerReferences: Invalid value:"
                + " [{\"apiVersion\":\"v1\",\"kind\":\"A\",\"name\":\"a\",\"uid\":\"a\",\"controller\":true},"
                + "{\"apiVersion\":\"v1\",\"kind\":\"B\",\"name\":\"b\",\"uid\":\"b\",\"controller\":true}]:"
                + " Only one reference can have Controller set to true. Found \"true\" in"
                + " references for A/a and B/b"),
        arguments(
            "finalizers of nobody",
            ",'finalizers':['a']",
            422,
            "ConfigMap \"c\" is invalid: metadata.finalizers[0]: Invalid value: \"a\": name is"
                + " neither a standard finalizer name nor is it fully qualified"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("updates")
  void update(String name, String fields, int code, String message) {
    assertThatThrownBy(() -> api.update(configMap("c"), meta(fields)))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessage(message.replace("<uid>", uid));
  }

  @Test
  void metadataIsLookedAtOnceForAllKindsAndOnceByTheKind() {
    assertThatThrownBy(() -> api.update(configMap("c"), meta(",'labels':{'a':'b c'}")))
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> assertThat(e.status().getDetails().getCausesList()).hasSize(3));
  }

  @Test
  void versionZeroIsAnyVersion() {
    assertThat(api.update(configMap("c"), meta(",'resourceVersion':'0'")).revision()).isPositive();
  }

  @Test
  void aLeaseIsNotReplacedWhateverItIs() {
    var lease = target("coordination.k8s.io/v1", "leases", "l");
    api.create(lease, "{\"metadata\":{\"name\":\"l\"}}");
    assertThatThrownBy(() -> api.update(lease, "{\"metadata\":{\"name\":\"l\"}}"))
        .hasMessage(
            "leases.coordination.k8s.io \"l\" is invalid: metadata.resourceVersion: Invalid value:"
                + " 0: must be specified for an update");
  }

  @Test
  void updatesThatCreateAskForNoOtherObject() {
    var lease = target("coordination.k8s.io/v1", "leases", "l");
    var body = "{\"metadata\":{\"name\":\"l\"%s}}";
    assertThatThrownBy(() -> api.update(lease, body.formatted(",\"uid\":\"u\"")))
        .isInstanceOf(ApiException.Conflict.class)
        .hasMessageEndingWith("UID in precondition: u, UID in object meta: ");
    var made = api.update(lease, body.formatted(",\"resourceVersion\":\"5\""));
    assertThat(made.metadata().getResourceVersion()).isEqualTo(Long.toString(made.revision()));
  }

  @Test
  void newObjectsHaveNoVersionAndNoSystemFields() {
    assertThatThrownBy(() ->
            api.create(configMap("n"), "{\"metadata\":{\"name\":\"n\",\"resourceVersion\":\"5\"}}"))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.code()).isEqualTo(500))
        .hasMessage("resourceVersion should not be set on objects to be created");
    var made =
        api.create(
            configMap("n"),
            "{\"metadata\":{\"name\":\"n\",\"resourceVersion\":\"0\",\"uid\":\"u\","
                + "\"deletionTimestamp\":\"2020-01-01T00:00:00Z\",\"deletionGracePeriodSeconds\":3}}");
    assertThat(made.metadata().getManagedFieldsList()).isEmpty();
    assertThat(made.metadata().hasDeletionTimestamp()).isFalse();
    assertThat(made.metadata().getUid()).isNotEqualTo("u");
  }

  @Test
  void aTakenNameThatCouldHaveBeenGeneratedIsSaidToBe() {
    assertThatThrownBy(() ->
            api.create(configMap("c"), "{\"metadata\":{\"name\":\"c\",\"generateName\":\"c-\"}}"))
        .isInstanceOf(ApiException.AlreadyExists.class)
        .hasMessage(
            "configmaps \"c\" already exists, the server was not able to generate a unique name for"
                + " the object");
  }

  /// Who completes an object knows only what its name is generated from; who checks it knows all.
  @Test
  void aRefusedObjectIsCalledByWhatIsKnownOfItsName() {
    var generated = "{\"metadata\":{\"generateName\":\"gen-\"}}";
    var early = new PipelineFixture(new InMemoryStorage(), refusing(true));
    assertThatThrownBy(() -> early.create(configMap(""), generated))
        .hasMessage("configmaps \"gen-\" is forbidden: no");
    assertThatThrownBy(() -> early.create(configMap(""), "{\"metadata\":{}}"))
        .hasMessage("configmaps \"Unknown\" is forbidden: no");
    var late = new PipelineFixture(new InMemoryStorage(), refusing(false));
    assertThatThrownBy(() -> late.create(configMap(""), generated))
        .hasMessageMatching("configmaps \"gen-[a-z0-9]{5}\" is forbidden: no");
  }

  private static AdmissionChain refusing(boolean atOnce) {
    return new AdmissionChain(
        List.of(
            new Admission() {
              @Override
              public void enter(AdmissionRequest request) {
                if (atOnce) {
                  throw request.forbidden("no");
                }
              }

              @Override
              public void check(AdmissionRequest request) {
                throw request.forbidden("no");
              }
            }));
  }

  @Test
  void anOwnerNamedTwiceIsKeptOnce() {
    var owner = "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"name\":\"p\",\"uid\":\"u\"}";
    var owners = ",\"ownerReferences\":[%s,%s]".formatted(owner, owner);
    var advice =
        "; API server dedups owner references in 1.20+, and may reject such requests as early as"
            + " 1.24; please fix your requests; duplicate UID(s) observed: u";
    assertThat(api.update(configMap("c"), meta(owners)).metadata().getOwnerReferencesCount())
        .isEqualTo(1);
    assertThat(api.warnings)
        .containsExactly(".metadata.ownerReferences contains duplicate entries" + advice);
    api.warnings.clear();
    api.patch(configMap("c"), PatchType.MERGE, meta(owners));
    assertThat(api.warnings)
        .containsExactly(
            ".metadata.ownerReferences contains duplicate entries after mutating admission happens"
                + advice);
  }

  @Test
  void whoAppliesToOneObjectGetsNoOther() {
    assertThatThrownBy(() ->
            api.patch(
                configMap("new"),
                PatchType.APPLY,
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: new, uid: u}}"))
        .isInstanceOf(ApiException.Conflict.class)
        .hasMessage(
            CONFLICT
                + "configmaps \"new\": uid mismatch: the provided object specified uid u, and no"
                + " existing object was found");
  }

  static Stream<Arguments> applied() {
    var twice = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n  name: c\n";
    return Stream.of(
        arguments(
            "[",
            "error decoding YAML: error converting YAML to JSON: yaml: did not find expected node"
                + " content"),
        arguments(
            "[]",
            "error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot"
                + " unmarshal array into Go value of type map[string]interface {}"),
        arguments(
            "",
            "Incorrect version specified in apply patch. Specified patch version: , expected: v1"),
        arguments(
            twice,
            "error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:\n"
                + "  line 5: key \"name\" already set in map"));
  }

  @ParameterizedTest
  @MethodSource("applied")
  void apply(String patch, String message) {
    var options = new WriteOptions(false, "tester", FieldValidation.STRICT);
    var bytes = patch.getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() ->
            api.handle(
                new ApiRequest.Patch(configMap("c"), PatchType.APPLY, bytes, options, false)))
        .isInstanceOf(ApiException.BadRequest.class)
        .hasMessage(message);
  }

  @Test
  void whatAppliesButDoesNotFitIsRefused() {
    var d = target("apps/v1", "deployments", "d");
    var patch =
        "{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {replicas: 1.5}}";
    assertThatThrownBy(() -> api.patch(d, PatchType.APPLY, patch))
        .hasMessage(
            "failed to convert new object (/d; apps/v1, Kind=Deployment) to proper version: unable"
                + " to convert unstructured object to apps/v1, Kind=Deployment: cannot convert"
                + " float64 to int32");
  }

  static Stream<Arguments> patches() {
    return Stream.of(
        arguments(
            "another kind",
            PatchType.MERGE,
            "{'kind':'Pod'}",
            "converting (v1.Pod) to (core.ConfigMap): unknown conversion"),
        arguments(
            "no kind",
            PatchType.JSON,
            "[{'op':'replace','path':'/kind','value':'Podx'}]",
            "no kind \"Podx\" is registered for version \"v1\" in scheme"
                + " \"pkg/api/legacyscheme/scheme.go:30\""),
        arguments(
            "odd patch, then odd result",
            PatchType.MERGE,
            "{'foo':1,'foo':2}",
            "strict decoding error: duplicate field \"foo\", unknown field \"foo\""),
        arguments(
            "the patch is shown, what is unknown is sorted",
            PatchType.STRATEGIC,
            "{'foo':1,'metadata':{'bar':1}}",
            "patch: Invalid value: \"map[foo:1 metadata:map[bar:1]]\": strict decoding error:"
                + " unknown field \"foo\", unknown field \"metadata.bar\""),
        arguments(
            "wrong types",
            PatchType.STRATEGIC,
            "{'data':'x'}",
            "patch: Invalid value: \"map[data:x]\": cannot restore map from string"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("patches")
  void patch(String name, PatchType type, String patch, String message) {
    var options = new WriteOptions(false, "tester", FieldValidation.STRICT);
    var bytes = patch.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(
            () -> api.handle(new ApiRequest.Patch(configMap("c"), type, bytes, options, false)))
        .isInstanceOf(ApiException.Invalid.class)
        .hasMessageStartingWith(" \"\" is invalid: patch: Invalid value: ")
        .hasMessageEndingWith(message);
  }

  @Test
  void namespacesHaveTheirOwnWordsForPreconditions() {
    var namespace = target("v1", "namespaces", "n");
    api.create(namespace, "{\"metadata\":{\"name\":\"n\"}}");
    var options =
        DeleteOptions.newBuilder().setPreconditions(Preconditions.newBuilder().setUid("u"));
    assertThatThrownBy(() -> api.delete(namespace, options.build()))
        .hasMessageStartingWith(
            CONFLICT + "namespaces \"n\": Precondition failed: UID in precondition: u, UID in");
  }
}
