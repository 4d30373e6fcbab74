package dev.coxswain.apiserver.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Message;
import dev.coxswain.apimachinery.codec.FieldValidation;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.patch.MergePatch;
import dev.coxswain.apimachinery.scheme.GroupVersion;
import dev.coxswain.apimachinery.scheme.KindType;
import dev.coxswain.apimachinery.scheme.Scheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExcerptTest {
  private static final KindType POD = kind("v1", "Pod");
  private static final KindType REVISION = kind("apps/v1", "ControllerRevision");
  private static final String OBJECT =
      """
      {"metadata":{"name":"a","labels":{"x":"1","y":"2"},"generation":3,
        "ownerReferences":[{"apiVersion":"v1","kind":"Node","name":"n","uid":"u"}]},
       "spec":{"nodeName":"n","hostNetwork":true,"securityContext":{"runAsUser":1,"fsGroup":2},
        "containers":[{"name":"c","image":"i","resources":{"limits":{"cpu":"1"}}}],
        "affinity":{"nodeAffinity":{}}},
       "status":{"phase":"Running","startTime":"2026-01-01T00:00:00Z",
        "conditions":[{"type":"Ready","status":"True"}],"podIPs":[{"ip":"10.0.0.1"}]}}\
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'status':{}}",
        "{'status':null}",
        "{'status':{'phase':null}}",
        "{'status':{'phase':'Failed','message':'m'}}",
        "{'status':{'conditions':[{'type':'Ready','status':'False'}],'podIPs':null}}",
        "{'status':{'startTime':'2026-02-02T00:00:00Z'}}",
        "{'status':{'conditions':[{'type':'Ready','status':'False','reason':null}]}}",
        "{'metadata':{'labels':{'x':null,'z':'3'}}}",
        "{'metadata':{'labels':null,'ownerReferences':[]}}",
        "{'metadata':{'annotations':{'a':'b','c':null}}}",
        "{'spec':{'securityContext':{'runAsUser':null,'fsGroup':5}}}",
        "{'spec':{'securityContext':{'seLinuxOptions':{'level':'l','role':null}}}}",
        "{'spec':{'affinity':{'podAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':[]}}}}",
        "{'spec':{'affinity':null,'hostNetwork':false}}",
        "{'spec':{'containers':[{'name':'d','resources':{'requests':{'cpu':'2'}}}]}}",
        "{'spec':{'nodeName':'m'},'status':{'phase':'Pending'}}",
      })
  void aMergeMakesTheSameOfAPartAsOfTheWhole(String patch) {
    assertSame(POD, OBJECT, patch);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'data':{'a':{'c':null}}}",
        "{'data':[{'a':null}]}",
        "{'data':null,'revision':2}",
        "{'data':'text'}",
      })
  void freeJsonIsMergedAsItStands(String patch) {
    var object = "{'metadata':{'name':'a'},'data':{'a':{'b':1,'c':2}},'revision':1}";
    assertSame(REVISION, quoted(object), patch);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'kind':'Pod'}",
        "{'bogus':1}",
        "{'spec':{'bogus':1}}",
        "{'$patch':'replace'}",
      })
  void whatIsNoFieldIsNotCutOut(String patch) {
    assertThat(Excerpt.ofMerge(read(POD, OBJECT), tree(quoted(patch)))).isEmpty();
  }

  @Test
  void whatIsReplacedIsNotInThePart() {
    var patch = tree(quoted("{'status':{'conditions':[],'phase':'Failed'}}"));
    var excerpt = Excerpt.ofMerge(read(POD, OBJECT), patch).orElseThrow();
    assertThat(JsonCodec.toTree(excerpt.part()).path("status")).isEqualTo(tree("{}"));
    assertThat(JsonCodec.toTree(excerpt.rest()).path("status").has("podIPs")).isTrue();
  }

  private static void assertSame(KindType kind, String text, String patch) {
    var object = read(kind, text);
    var changes = tree(quoted(patch));
    var excerpt = Excerpt.ofMerge(object, changes).orElseThrow();
    var whole = merged(kind, object, changes);
    assertThat(excerpt.with(merged(kind, excerpt.part(), changes))).isEqualTo(whole);
  }

  private static Message merged(KindType kind, Message object, ObjectNode patch) {
    var tree = MergePatch.apply(JsonCodec.toTree(object), patch);
    return JsonCodec.read(tree, kind, FieldValidation.STRICT).object();
  }

  private static Message read(KindType kind, String text) {
    return JsonCodec.read(tree(text), kind, FieldValidation.STRICT).object();
  }

  private static ObjectNode tree(String text) {
    return (ObjectNode) JsonCodec.parse(text.getBytes(UTF_8));
  }

  private static String quoted(String text) {
    return text.replace('\'', '"');
  }

  private static KindType kind(String version, String kind) {
    return Scheme.kubernetes().kind(GroupVersion.parse(version).withKind(kind)).orElseThrow();
  }
}
