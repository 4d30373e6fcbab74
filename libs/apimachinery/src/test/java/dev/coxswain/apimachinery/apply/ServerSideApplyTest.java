package dev.coxswain.apimachinery.apply;

import static dev.coxswain.apimachinery.apply.Objects.NOW;
import static dev.coxswain.apimachinery.apply.Objects.describe;
import static dev.coxswain.apimachinery.apply.Objects.entries;
import static dev.coxswain.apimachinery.apply.Objects.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Message;
import dev.coxswain.api.apps.v1.Deployment;
import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.status.ApiException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class ServerSideApplyTest {
  private static final String D =
      "'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'d','namespace':'n'}";
  private static final String C = "'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'c'}";
  private static final String APP =
      "{"
          + D
          + """
          ,'spec':{'replicas':0,'selector':{'matchLabels':{'app':'d'}},'template':{'metadata':{'labels':{'app':'d'}},
           'spec':{'containers':[{'name':'main','image':'nginx','ports':[{'containerPort':80}],
            'env':[{'name':'A','value':'a'}]}]}}}}\
          """;

  @Test
  void listElementsMergeByTheirKeys() {
    Deployment d = apply(Deployment.getDefaultInstance(), "app", APP);
    d =
        apply(
            d,
            "sidecars",
            template(
                "{'name':'proxy','image':'envoy'},{'name':'main','env':[{'name':'B','value':'b'}]}"));
    assertThat(containers(d)).isEqualTo("proxy envoy  ; main nginx A B");
    assertThat(describe(entries(d)).get(1))
        .isEqualTo(
            "sidecars Apply:"
                + " {'f:spec':{'f:template':{'f:spec':{'f:containers':{'k:{\\'name\\':\\'main\\'}':{'.':{},"
                + "'f:env':{'k:{\\'name\\':\\'B\\'}':{'.':{},'f:name':{},'f:value':{}}},'f:name':{}},"
                + "'k:{\\'name\\':\\'proxy\\'}':{'.':{},'f:image':{},'f:name':{}}}}}}}");
    d = apply(d, "sidecars", template("{'name':'main','env':[{'name':'B','value':'b'}]}"));
    assertThat(containers(d)).isEqualTo("main nginx A B");
    var live = d;
    assertThatThrownBy(() -> apply(live, "sidecars", template("{'name':'main','image':'apache'}")))
        .isInstanceOf(ApiException.Conflict.class)
        .hasMessage(
            "Apply failed with 1 conflict: conflict with \"app\":"
                + " .spec.template.spec.containers[name=\"main\"].image");
  }

  @Test
  void whoIsForcedOutGivesUpTheField() {
    ConfigMap c =
        apply(ConfigMap.getDefaultInstance(), "alpha", "{" + C + ",'data':{'one':'1','two':'2'}}");
    assertThat(describe(entries(c)))
        .containsExactly("alpha Apply: {'f:data':{'f:one':{},'f:two':{}}}");
    c = force(c, "beta", "{" + C + ",'data':{'one':'5'}}");
    assertThat(c.getDataMap()).isEqualTo(Map.of("one", "5", "two", "2"));
    c = apply(c, "alpha", "{" + C + ",'data':{}}");
    assertThat(c.getDataMap()).isEqualTo(Map.of("one", "5"));
    assertThat(describe(entries(c)))
        .containsExactly("alpha Apply: {'f:data':{}}", "beta Apply: {'f:data':{'f:one':{}}}");
  }

  @Test
  void aSharedFieldStaysUntilBothHaveGivenItUp() {
    ConfigMap c = apply(ConfigMap.getDefaultInstance(), "one", "{" + C + ",'data':{'k':'v'}}");
    c = apply(c, "two", "{" + C + ",'data':{'k':'v','l':'w'}}");
    c = apply(c, "one", "{" + C + "}");
    assertThat(c.getDataMap()).isEqualTo(Map.of("k", "v", "l", "w"));
    assertThat(describe(entries(c))).containsExactly("two Apply: {'f:data':{'f:k':{},'f:l':{}}}");
    c = apply(c, "two", "{" + C + "}");
    assertThat(c.getDataMap()).isEmpty();
    assertThat(entries(c)).isEmpty();
  }

  @Test
  void applyingTheSameAgainChangesNothing() {
    ConfigMap c = apply(ConfigMap.getDefaultInstance(), "one", "{" + C + ",'data':{'k':'v'}}");
    var again =
        ServerSideApply.apply(
            c,
            tree("{" + C + ",'data':{'k':'v'}}"),
            Writer.of("one", "v1", NOW.plusSeconds(9)),
            false);
    assertThat(again.changed()).isFalse();
    assertThat(again.managedFields()).isEqualTo(entries(c));
  }

  @Test
  void conflictsWithUpdatersNameTheirVersion() {
    var c = Objects.configMap("{'metadata':{'name':'c','uid':'u'},'data':{'a':'1','b':'1'}}");
    var live =
        ManagedFieldsUpdater.afterUpdate(
            Optional.empty(), c, Writer.of("kubectl-create", "v1", NOW));
    assertThatThrownBy(() -> apply(live, "x", "{" + C + ",'data':{'a':'2','b':'2'}}"))
        .isInstanceOfSatisfying(
            ApiException.Conflict.class,
            e -> {
              assertThat(e.getMessage())
                  .isEqualTo(
                      """
                      Apply failed with 2 conflicts: conflicts with "kubectl-create" using v1:
                      - .data.a
                      - .data.b\
                      """);
              assertThat(e.status().getDetails().getCausesList())
                  .extracting(cause ->
                      cause.getReason() + " " + cause.getField() + " " + cause.getMessage())
                  .containsExactly(
                      "FieldManagerConflict .data.a conflict with \"kubectl-create\" using v1",
                      "FieldManagerConflict .data.b conflict with \"kubectl-create\" using v1");
            });
  }

  @Test
  void anObjectThatNobodyManagedBelongsToSomebodyBeforeItsFirstApply() {
    var live = Objects.configMap("{'metadata':{'name':'c','uid':'u'},'data':{'a':'1','b':'1'}}");
    assertThatThrownBy(() -> apply(live, "x", "{" + C + ",'data':{'a':'2'}}"))
        .hasMessage(
            "Apply failed with 1 conflict: conflict with \"before-first-apply\" using v1: .data.a");
    ConfigMap c = apply(live, "x", "{" + C + ",'data':{'c':'3'}}");
    assertThat(describe(entries(c)))
        .containsExactly(
            "x Apply: {'f:data':{'f:c':{}}}",
            "before-first-apply Update: {'f:data':{'.':{},'f:a':{},'f:b':{}}}");
  }

  @Test
  void kubectlTakesOverWhatItAppliedFromTheClientsSideAndKeepsTheAnnotation() {
    var annotation =
        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"c\"},\"data\":{\"a\":\"1\"}}";
    var created =
        Objects.configMap("{'metadata':{'name':'c','uid':'u'},'data':{'a':'1','b':'1'}}")
            .toBuilder();
    created
        .getMetadataBuilder()
        .putAnnotations("kubectl.kubernetes.io/last-applied-configuration", annotation);
    var live =
        ManagedFieldsUpdater.afterUpdate(
            Optional.empty(), created.build(), Writer.of("kubectl-client-side-apply", "v1", NOW));
    ConfigMap c = apply(live, "kubectl", "{" + C + ",'data':{'a':'2'}}");
    assertThat(c.getDataMap()).isEqualTo(Map.of("a", "2", "b", "1"));
    assertThat(
            c.getMetadata()
                .getAnnotationsMap()
                .get("kubectl.kubernetes.io/last-applied-configuration"))
        .isEqualTo(
            "{\"apiVersion\":\"v1\",\"data\":{\"a\":\"2\"},\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"c\"}}\n");
    assertThatThrownBy(() -> apply(live, "kubectl", "{" + C + ",'data':{'b':'2'}}"))
        .hasMessage(
            "Apply failed with 1 conflict: conflict with \"kubectl-client-side-apply\" using v1:"
                + " .data.b");
    assertThatThrownBy(() -> apply(live, "other", "{" + C + ",'data':{'a':'2'}}"))
        .isInstanceOf(ApiException.Conflict.class);
  }

  @Test
  void aPortWithoutProtocolIsTheOneOfTcp() {
    var s = "'apiVersion':'v1','kind':'Service','metadata':{'name':'s'}";
    Service service =
        apply(
            Service.getDefaultInstance(),
            "a",
            "{" + s + ",'spec':{'ports':[{'port':80,'protocol':'TCP'}]}}");
    service = apply(service, "b", "{" + s + ",'spec':{'ports':[{'port':80,'name':'http'}]}}");
    assertThat(service.getSpec().getPortsList()).hasSize(1);
    assertThat(service.getSpec().getPorts(0).getName()).isEqualTo("http");
  }

  @Test
  void whatDoesNotFitTheTypeIsRefused() {
    var empty = Deployment.getDefaultInstance();
    assertThatThrownBy(() -> apply(empty, "a", "{" + D + ",'spec':{'replica':1}}"))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.code()).isEqualTo(500))
        .hasMessage(
            "failed to create typed patch object (n/d; apps/v1, Kind=Deployment): .spec.replica:"
                + " field not declared in schema");
    assertThatThrownBy(() -> apply(empty, "a", template("{'name':'a'},{'name':'a'}")))
        .hasMessageEndingWith(
            ".spec.template.spec.containers: duplicate entries for key [name=\"a\"]");
    assertThatThrownBy(() ->
            apply(
                empty, "a", "{" + D + ",'spec':{'template':{'spec':{'nodeName':[1,{'a':'b'}]}}}}"))
        .hasMessageEndingWith(
            ".spec.template.spec.nodeName: expected string, got"
                + " &value.valueUnstructured{Value:[]interface {}{1, map[string]interface"
                + " {}{\"a\":\"b\"}}}");
    assertThatThrownBy(() -> apply(empty, "a", "{'apiVersion':'apps/v1','metadata':{'name':'d'}}"))
        .hasMessage(
            "failed to create typed patch object (/d; apps/v1, Kind=): no corresponding type for"
                + " apps/v1, Kind=");
    assertThatThrownBy(() -> apply(empty, "a", "{'apiVersion':'apps/v1','kind':'DaemonSet'}"))
        .hasMessage(
            "failed to merge config: expected objects of the same type, but got Deployment and"
                + " DaemonSet");
    assertThatThrownBy(() -> apply(empty, "a", "{" + C + "}"))
        .isInstanceOf(ApiException.BadRequest.class)
        .hasMessage(
            "Incorrect version specified in apply patch. Specified patch version: v1, expected:"
                + " apps/v1");
  }

  private static String template(String containers) {
    return "{" + D + ",'spec':{'template':{'spec':{'containers':[" + containers + "]}}}}";
  }

  private static String containers(Deployment d) {
    var list = JsonCodec.toTree(d).at("/spec/template/spec/containers");
    return String.join(
        " ; ",
        StreamSupport.stream(list.spliterator(), false)
            .map(c ->
                c.path("name").asText()
                    + " "
                    + c.path("image").asText()
                    + " "
                    + String.join(" ", c.path("env").findValuesAsText("name")))
            .toList());
  }

  private static <M extends Message> M apply(M live, String manager, String json) {
    return apply(live, manager, tree(json), false);
  }

  private static <M extends Message> M force(M live, String manager, String json) {
    return apply(live, manager, tree(json), true);
  }

  private static <M extends Message> M apply(M live, String manager, JsonNode json, boolean force) {
    var writer = Writer.of(manager, Objects.apiVersion(live), NOW);
    var applied = ServerSideApply.apply(live, json, writer, force);
    M object = Objects.of(live, applied.object());
    return Metadata.edit(object, m -> m.addAllManagedFields(applied.managedFields()));
  }
}
