package dev.coxswain.scheduler.plugins;

import static dev.coxswain.scheduler.Nodes.labelled;
import static dev.coxswain.scheduler.Nodes.node;
import static dev.coxswain.scheduler.Pods.view;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.core.v1.NodeAffinity;
import dev.coxswain.api.core.v1.NodeSelector;
import dev.coxswain.api.core.v1.NodeSelectorRequirement;
import dev.coxswain.api.core.v1.NodeSelectorTerm;
import dev.coxswain.api.core.v1.PreferredSchedulingTerm;
import dev.coxswain.scheduler.Nodes;
import dev.coxswain.scheduler.Pods;
import dev.coxswain.scheduler.framework.CycleState;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeAffinityTest {
  private final dev.coxswain.scheduler.plugins.affinity.NodeAffinity plugin =
      new dev.coxswain.scheduler.plugins.affinity.NodeAffinity();

  @ParameterizedTest
  @CsvSource({
    "In,       1 2, true",
    "In,       3,   false",
    "NotIn,    1,   false",
    "NotIn,    3,   true",
    "Exists,   '',  true",
    "DoesNotExist, '', false",
    "Gt,       0,   true",
    "Gt,       1,   false",
    "Lt,       2,   true",
  })
  void comparesLabels(String operator, String values, boolean wanted) {
    var term =
        NodeSelectorTerm.newBuilder().addMatchExpressions(requirement("zone", operator, values));
    assertThat(passes(requiring(term.build()))).isEqualTo(wanted);
  }

  @Test
  void oneOfSeveralTermsIsEnough() {
    var no = NodeSelectorTerm.newBuilder().addMatchExpressions(requirement("zone", "In", "9"));
    var name =
        NodeSelectorTerm.newBuilder().addMatchFields(requirement("metadata.name", "In", "a"));
    assertThat(passes(requiring(no.build(), name.build()))).isTrue();
    assertThat(passes(requiring(no.build()))).isFalse();
  }

  @Test
  void anEmptyTermIsNeverMet() {
    assertThat(passes(requiring(NodeSelectorTerm.getDefaultInstance()))).isFalse();
  }

  @Test
  void preferencesAddUpToTheFullScore() {
    var one = NodeSelectorTerm.newBuilder().addMatchExpressions(requirement("zone", "In", "1"));
    var disk = NodeSelectorTerm.newBuilder().addMatchExpressions(requirement("disk", "Exists", ""));
    var affinity =
        NodeAffinity.newBuilder()
            .addPreferredDuringSchedulingIgnoredDuringExecution(
                PreferredSchedulingTerm.newBuilder().setWeight(30).setPreference(one))
            .addPreferredDuringSchedulingIgnoredDuringExecution(
                PreferredSchedulingTerm.newBuilder().setWeight(10).setPreference(disk))
            .build();
    var pod = with(affinity);
    var state = new CycleState();
    var nodes =
        List.of(
            Nodes.view(node("a", labelled("zone", "1"), labelled("disk", "ssd"))),
            Nodes.view(node("b", labelled("disk", "ssd"))),
            Nodes.view(node("c")));
    plugin.preScore(state, pod, nodes, Snapshot.of(nodes));
    var scores = nodes.stream().mapToLong(n -> plugin.score(state, pod, n)).toArray();
    assertThat(scores).containsExactly(40, 10, 0);
    plugin.normalize(state, pod, nodes, scores);
    assertThat(scores).containsExactly(100, 25, 0);
  }

  private boolean passes(PodView pod) {
    var node = Nodes.view(node("a", labelled("zone", "1")));
    return !plugin.filter(new CycleState(), pod, node).isRejection();
  }

  private static PodView requiring(NodeSelectorTerm... terms) {
    var selector = NodeSelector.newBuilder().addAllNodeSelectorTerms(List.of(terms));
    return with(
        NodeAffinity.newBuilder()
            .setRequiredDuringSchedulingIgnoredDuringExecution(selector)
            .build());
  }

  private static PodView with(NodeAffinity affinity) {
    Pods.Part part =
        spec -> {
          spec.getAffinityBuilder().setNodeAffinity(affinity);
          return spec;
        };
    return view("p", part);
  }

  private static NodeSelectorRequirement requirement(String key, String operator, String values) {
    return NodeSelectorRequirement.newBuilder()
        .setKey(key)
        .setOperator(operator)
        .addAllValues(values.isEmpty() ? List.of() : List.of(values.split(" ", -1)))
        .build();
  }
}
