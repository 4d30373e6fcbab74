package dev.coxswain.apimachinery.apply;

import static dev.coxswain.apimachinery.apply.Objects.NOW;
import static dev.coxswain.apimachinery.apply.Objects.configMap;
import static dev.coxswain.apimachinery.apply.Objects.deployment;
import static dev.coxswain.apimachinery.apply.Objects.describe;
import static dev.coxswain.apimachinery.apply.Objects.entries;
import static dev.coxswain.apimachinery.apply.Objects.fields;
import static dev.coxswain.apimachinery.apply.Objects.pod;
import static dev.coxswain.apimachinery.apply.Objects.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.api.meta.v1.ManagedFieldsEntry;
import dev.coxswain.apimachinery.meta.Metadata;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ManagedFieldsUpdaterTest {
  private static final String DEPLOYMENT =
      """
      {'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'by','namespace':'n','labels':{'app':'by'}},
       'spec':{'progressDeadlineSeconds':600,'replicas':1,'revisionHistoryLimit':10,
        'selector':{'matchLabels':{'app':'by'}},
        'strategy':{'rollingUpdate':{'maxSurge':'25%','maxUnavailable':'25%'},'type':'RollingUpdate'},
        'template':{'metadata':{'labels':{'app':'by'}},'spec':{'containers':[{'image':'nginx',
         'imagePullPolicy':'Always','name':'nginx','resources':{},'terminationMessagePath':'/dev/termination-log',
         'terminationMessagePolicy':'File'}],'dnsPolicy':'ClusterFirst','restartPolicy':'Always',
         'schedulerName':'default-scheduler','securityContext':{},'terminationGracePeriodSeconds':30}}}}\
      """;

  static Stream<Arguments> creates() {
    return Stream.of(
        arguments(
            "a deployment, as recorded",
            deployment(DEPLOYMENT),
            """
            {"f:metadata":{"f:labels":{".":{},"f:app":{}}},"f:spec":{"f:progressDeadlineSeconds":{},"f:replicas":{},"f:revisionHistoryLimit":{},"f:selector":{},"f:strategy":{"f:rollingUpdate":{".":{},"f:maxSurge":{},"f:maxUnavailable":{}},"f:type":{}},"f:template":{"f:metadata":{"f:labels":{".":{},"f:app":{}}},"f:spec":{"f:containers":{"k:{\\"name\\":\\"nginx\\"}":{".":{},"f:image":{},"f:imagePullPolicy":{},"f:name":{},"f:resources":{},"f:terminationMessagePath":{},"f:terminationMessagePolicy":{}}},"f:dnsPolicy":{},"f:restartPolicy":{},"f:schedulerName":{},"f:securityContext":{},"f:terminationGracePeriodSeconds":{}}}}}\
            """),
        arguments(
            "a config map, as recorded",
            configMap("{'metadata':{'name':'c'},'data':{'a':'1'}}"),
            "{\"f:data\":{\".\":{},\"f:a\":{}}}"),
        arguments(
            "several keys identify a port, sorted by name",
            service("{'metadata':{'name':'s'},'spec':{'ports':[{'port':80,'protocol':'TCP'}]}}"),
            """
            {"f:spec":{"f:ports":{".":{},"k:{\\"port\\":80,\\"protocol\\":\\"TCP\\"}":{".":{},"f:port":{},"f:protocol":{},"f:targetPort":{}}}}}\
            """),
        arguments(
            "owners are whole, finalizers are a set, generateName is managed",
            configMap(
                """
                {'metadata':{'generateName':'c-','uid':'u','finalizers':['b','a'],
                 'ownerReferences':[{'apiVersion':'v1','kind':'Pod','name':'p','uid':'x'}]}}\
                """),
            """
            {"f:metadata":{"f:finalizers":{".":{},"v:\\"a\\"":{},"v:\\"b\\"":{}},"f:generateName":{},"f:ownerReferences":{".":{},"k:{\\"uid\\":\\"x\\"}":{}}}}\
            """));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("creates")
  void createOwnsWhatItSets(String name, Message created, String expected) {
    var result = ManagedFieldsUpdater.afterUpdate(Optional.empty(), created, writer("m", created));
    assertThat(entries(result)).hasSize(1);
    var entry = entries(result).getFirst();
    assertThat(fields(entry)).isEqualTo(expected);
    assertThat(entry.getManager()).isEqualTo("m");
    assertThat(entry.getOperation()).isEqualTo("Update");
    assertThat(entry.getFieldsType()).isEqualTo("FieldsV1");
    assertThat(entry.getTime().getSeconds()).isEqualTo(NOW.getEpochSecond());
  }

  @Test
  void aChangedFieldGoesFromItsOwnerToWhoeverChangedIt() {
    var live = create("one", "{'metadata':{'name':'c','uid':'u'},'data':{'a':'1','b':'1'}}");
    var updated =
        update(live, "two", "{'metadata':{'name':'c','uid':'u'},'data':{'a':'2','b':'1','c':'3'}}");
    assertThat(describe(entries(updated)))
        .containsExactly(
            "one Update: {'f:data':{'.':{},'f:b':{}}}",
            "two Update: {'f:data':{'f:a':{},'f:c':{}}}");
  }

  @Test
  void whatIsRemovedBelongsToNobody() {
    var live = create("one", "{'metadata':{'name':'c','uid':'u'},'data':{'a':'1','b':'1'}}");
    var updated = update(live, "two", "{'metadata':{'name':'c','uid':'u'},'data':{'b':'1'}}");
    assertThat(describe(entries(updated)))
        .containsExactly("one Update: {'f:data':{'.':{},'f:b':{}}}");
    var emptied = update(updated, "two", "{'metadata':{'name':'c','uid':'u'}}");
    assertThat(entries(emptied)).isEmpty();
  }

  @Test
  void theSameManagerAddsToItsEntryAndOnlyThenHasANewTime() {
    var live = create("one", "{'metadata':{'name':'c','uid':'u'},'data':{'a':'1'}}");
    var later = Writer.of("one", "v1", NOW.plusSeconds(60));
    var same = ManagedFieldsUpdater.afterUpdate(Optional.of(live), live, later);
    assertThat(same).isEqualTo(live);
    var changed =
        ManagedFieldsUpdater.afterUpdate(
            Optional.of(live),
            configMap("{'metadata':{'name':'c','uid':'u'},'data':{'a':'1','b':'2'}}"),
            later);
    assertThat(describe(entries(changed)))
        .containsExactly("one Update: {'f:data':{'.':{},'f:a':{},'f:b':{}}}");
    assertThat(entries(changed).getFirst().getTime().getSeconds())
        .isEqualTo(NOW.plusSeconds(60).getEpochSecond());
  }

  @Test
  void theStatusBelongsToItsWriterAndTheRestIsReset() {
    var live =
        ManagedFieldsUpdater.afterUpdate(
            Optional.empty(),
            pod("{'metadata':{'name':'p','uid':'u'},'spec':{'nodeName':'n','containers':[]}}"),
            Writer.of("me", "v1", NOW));
    var ready =
        pod(
            """
            {'metadata':{'name':'p','uid':'u','labels':{'x':'y'}},'spec':{'nodeName':'other','containers':[]},
             'status':{'phase':'Running','conditions':[{'type':'Ready','status':'True'}],'podIPs':[{'ip':'10.0.0.1'}]}}\
            """);
    var writer =
        Writer.of("kubelet", "v1", NOW.plusSeconds(1))
            .through("status")
            .without(FieldSet.of("spec", "metadata"));
    var updated = ManagedFieldsUpdater.afterUpdate(Optional.of(live), ready, writer);
    assertThat(describe(entries(updated)))
        .containsExactly(
            "me Update: {'f:spec':{'f:nodeName':{}}}",
            "kubelet Update/status: {'f:status':{'f:conditions':{'.':{},'k:{\\'type\\':\\'Ready\\'}':"
                + "{'.':{},'f:lastProbeTime':{},'f:lastTransitionTime':{},'f:status':{},'f:type':{}}},'f:phase':{},'f:podIPs':{'.':{},'k:{\\'ip\\':\\'10.0.0.1\\'}':"
                + "{'.':{},'f:ip':{}}}}}");
  }

  @Test
  void clientsThatDoNotSendEntriesKeepThemAndOneEmptyEntryResetsThem() {
    var live = create("one", "{'metadata':{'name':'c','uid':'u'},'data':{'a':'1'}}");
    var bare = configMap("{'metadata':{'name':'c','uid':'u'},'data':{'a':'1'}}");
    assertThat(
            entries(ManagedFieldsUpdater.afterUpdate(Optional.of(live), bare, writer("x", bare))))
        .isEqualTo(entries(live));
    var reset =
        Metadata.edit(bare, m -> m.addManagedFields(ManagedFieldsEntry.getDefaultInstance()));
    assertThat(
            entries(ManagedFieldsUpdater.afterUpdate(Optional.of(live), reset, writer("x", reset))))
        .isEmpty();
  }

  @Test
  void anObjectWithoutEntriesIsNotTracked() {
    var live = configMap("{'metadata':{'name':'c','uid':'u'},'data':{'a':'1'}}");
    var updated = update(live, "x", "{'metadata':{'name':'c','uid':'u'},'data':{'a':'2'}}");
    assertThat(entries(updated)).isEmpty();
  }

  @Test
  void elevenUpdatersAreOneTooMany() {
    var object = create("m0", "{'metadata':{'name':'c','uid':'u'},'data':{'k0':'v'}}");
    for (int i = 1; i <= 10; i++) {
      var next = object.toBuilder().putData("k" + i, "v").build();
      object =
          ManagedFieldsUpdater.afterUpdate(
              Optional.of(object), next, Writer.of("m" + i, "v1", NOW.plusSeconds(i)));
    }
    assertThat(entries(object)).hasSize(10);
    assertThat(describe(entries(object)).getFirst())
        .isEqualTo("ancient-changes Update: {'f:data':{'.':{},'f:k0':{},'f:k1':{}}}");
  }

  @Test
  void timesAloneAreNoReasonToWrite() {
    var a = entries(create("one", "{'metadata':{'name':'c'},'data':{'a':'1'}}"));
    var later = List.of(a.getFirst().toBuilder().clearTime().build());
    assertThat(ManagedFieldsUpdater.sameButForTimes(a, later)).isTrue();
    assertThat(ManagedFieldsUpdater.sameButForTimes(a, List.of())).isFalse();
  }

  private static ConfigMap create(String manager, String json) {
    var object = configMap(json);
    return ManagedFieldsUpdater.afterUpdate(Optional.empty(), object, writer(manager, object));
  }

  private static ConfigMap update(ConfigMap live, String manager, String json) {
    return ManagedFieldsUpdater.afterUpdate(
        Optional.of(live), configMap(json), writer(manager, live));
  }

  private static Writer writer(String manager, Message object) {
    return Writer.of(manager, Objects.apiVersion(object), NOW);
  }
}
