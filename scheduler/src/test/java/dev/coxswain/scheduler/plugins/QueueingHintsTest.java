package dev.coxswain.scheduler.plugins;

import static dev.coxswain.scheduler.Nodes.cordoned;
import static dev.coxswain.scheduler.Nodes.labelled;
import static dev.coxswain.scheduler.Nodes.node;
import static dev.coxswain.scheduler.Nodes.tainted;
import static dev.coxswain.scheduler.Nodes.with;
import static dev.coxswain.scheduler.Pods.asking;
import static dev.coxswain.scheduler.Pods.hostPort;
import static dev.coxswain.scheduler.Pods.selecting;
import static dev.coxswain.scheduler.Pods.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.scheduler.framework.ClusterEvent;
import dev.coxswain.scheduler.framework.ClusterEvent.NodeAdded;
import dev.coxswain.scheduler.framework.ClusterEvent.NodeChanged;
import dev.coxswain.scheduler.framework.ClusterEvent.PodRemoved;
import dev.coxswain.scheduler.framework.Plugin;
import dev.coxswain.scheduler.plugins.affinity.NodeAffinity;
import dev.coxswain.scheduler.plugins.node.NodeUnschedulable;
import dev.coxswain.scheduler.plugins.ports.NodePorts;
import dev.coxswain.scheduler.plugins.resources.NodeResourcesFit;
import dev.coxswain.scheduler.plugins.taints.TaintToleration;
import dev.coxswain.scheduler.snapshot.PodView;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class QueueingHintsTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void saysWhetherTheEventMayHelp(
      String what, Plugin plugin, PodView pod, ClusterEvent event, boolean wanted) {
    assertThat(plugin.mayHelp(event, pod)).isEqualTo(wanted);
  }

  static Stream<Arguments> rows() {
    var taint = tainted("k", "v", "NoSchedule");
    var big = view("p", asking("8", "1Gi"));
    var ssd = view("p", selecting("disk", "ssd"));
    var port = view("p", hostPort(80, "TCP", ""));
    return Stream.of(
        arguments(
            "uncordoned",
            new NodeUnschedulable(),
            view("p"),
            change(node("a", cordoned()), node("a")),
            true),
        arguments(
            "cordoned",
            new NodeUnschedulable(),
            view("p"),
            change(node("a"), node("a", cordoned())),
            false),
        arguments(
            "untainted",
            new TaintToleration(),
            view("p"),
            change(node("a", taint), node("a")),
            true),
        arguments(
            "tainted",
            new TaintToleration(),
            view("p"),
            change(node("a"), node("a", taint)),
            false),
        arguments(
            "a new tainted node",
            new TaintToleration(),
            view("p"),
            new NodeAdded(node("b", taint)),
            false),
        arguments(
            "labelled",
            new NodeAffinity(),
            ssd,
            change(node("a"), node("a", labelled("disk", "ssd"))),
            true),
        arguments(
            "labelled otherwise",
            new NodeAffinity(),
            ssd,
            change(node("a"), node("a", labelled("disk", "x"))),
            false),
        arguments("a pod left", new NodeAffinity(), ssd, new PodRemoved(view("x")), false),
        arguments("a pod left", new NodeResourcesFit(), big, new PodRemoved(view("x")), true),
        arguments("a node too small", new NodeResourcesFit(), big, new NodeAdded(node("b")), false),
        arguments(
            "a node that grew",
            new NodeResourcesFit(),
            big,
            change(node("a"), node("a", with("9", "8Gi", 9))),
            true),
        arguments(
            "the port is free",
            new NodePorts(),
            port,
            new PodRemoved(view("x", hostPort(80, "TCP", ""))),
            true),
        arguments(
            "another port is free",
            new NodePorts(),
            port,
            new PodRemoved(view("x", hostPort(8, "TCP", ""))),
            false));
  }

  private static ClusterEvent change(
      dev.coxswain.api.core.v1.Node before, dev.coxswain.api.core.v1.Node after) {
    return new NodeChanged(before, after);
  }
}
