package dev.coxswain.scheduler.plugins;

import static dev.coxswain.scheduler.Nodes.cordoned;
import static dev.coxswain.scheduler.Nodes.labelled;
import static dev.coxswain.scheduler.Nodes.node;
import static dev.coxswain.scheduler.Nodes.tainted;
import static dev.coxswain.scheduler.Nodes.with;
import static dev.coxswain.scheduler.Pods.asking;
import static dev.coxswain.scheduler.Pods.hostPort;
import static dev.coxswain.scheduler.Pods.on;
import static dev.coxswain.scheduler.Pods.selecting;
import static dev.coxswain.scheduler.Pods.tolerating;
import static dev.coxswain.scheduler.Pods.toleratingEverything;
import static dev.coxswain.scheduler.Pods.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.scheduler.Nodes;
import dev.coxswain.scheduler.framework.CycleState;
import dev.coxswain.scheduler.framework.FilterPlugin;
import dev.coxswain.scheduler.framework.Verdict;
import dev.coxswain.scheduler.plugins.affinity.NodeAffinity;
import dev.coxswain.scheduler.plugins.node.NodeName;
import dev.coxswain.scheduler.plugins.node.NodeUnschedulable;
import dev.coxswain.scheduler.plugins.ports.NodePorts;
import dev.coxswain.scheduler.plugins.resources.NodeResourcesFit;
import dev.coxswain.scheduler.plugins.taints.TaintToleration;
import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FilterPluginsTest {
  private static final Verdict YES = Verdict.SUCCESS;

  @ParameterizedTest(name = "{0}")
  @MethodSource({"names", "cordons", "taints", "labels", "ports", "room"})
  void decides(String what, FilterPlugin plugin, PodView pod, NodeView node, Verdict wanted) {
    assertThat(plugin.filter(new CycleState(), pod, node)).isEqualTo(wanted);
  }

  static Stream<Arguments> names() {
    var other = Verdict.unresolvable("node(s) didn't match the requested node name");
    return Stream.of(
        row("no name asked for", new NodeName(), view("p"), node("a"), YES),
        row("the node asked for", new NodeName(), view("p", on("a")), node("a"), YES),
        row("another node", new NodeName(), view("p", on("b")), node("a"), other));
  }

  static Stream<Arguments> cordons() {
    var plugin = new NodeUnschedulable();
    var no = Verdict.unresolvable("node(s) were unschedulable");
    return Stream.of(
        row("not cordoned", plugin, view("p"), node("a"), YES),
        row("cordoned", plugin, view("p"), node("a", cordoned()), no),
        row("tolerated", plugin, view("p", toleratingEverything()), node("a", cordoned()), YES));
  }

  static Stream<Arguments> taints() {
    var plugin = new TaintToleration();
    var no = Verdict.unresolvable("node(s) had untolerated taint(s)");
    var db = tainted("dedicated", "db", "NoSchedule");
    var mild = tainted("dedicated", "db", "PreferNoSchedule");
    var evicting = tainted("dedicated", "db", "NoExecute");
    return Stream.of(
        row("no taint", plugin, view("p"), node("a"), YES),
        row("a taint", plugin, view("p"), node("a", db), no),
        row("a mild taint", plugin, view("p"), node("a", mild), YES),
        row("an evicting taint", plugin, view("p"), node("a", evicting), no),
        row("tolerated", plugin, view("p", tolerating("dedicated", "db")), node("a", db), YES),
        row("another value", plugin, view("p", tolerating("dedicated", "x")), node("a", db), no),
        row("another key", plugin, view("p", tolerating("x", "db")), node("a", db), no),
        row("everything", plugin, view("p", toleratingEverything()), node("a", db), YES));
  }

  static Stream<Arguments> labels() {
    var plugin = new NodeAffinity();
    var no = Verdict.unresolvable("node(s) didn't match Pod's node affinity/selector");
    var ssd = node("a", labelled("disk", "ssd"));
    return Stream.of(
        row("no wish", plugin, view("p"), ssd, YES),
        row("selected", plugin, view("p", selecting("disk", "ssd")), ssd, YES),
        row("another value", plugin, view("p", selecting("disk", "tape")), ssd, no),
        row("no such label", plugin, view("p", selecting("zone", "1")), ssd, no));
  }

  static Stream<Arguments> ports() {
    var plugin = new NodePorts();
    var no = Verdict.unschedulable("node(s) didn't have free ports for the requested pod ports");
    var taken = Nodes.view(node("a"), view("x", hostPort(80, "TCP", "")));
    var local = Nodes.view(node("a"), view("x", hostPort(80, "TCP", "127.0.0.1")));
    return Stream.of(
        arguments("no port", plugin, view("p"), taken, YES),
        arguments("taken", plugin, view("p", hostPort(80, "TCP", "")), taken, no),
        arguments("another port", plugin, view("p", hostPort(81, "TCP", "")), taken, YES),
        arguments("another protocol", plugin, view("p", hostPort(80, "UDP", "")), taken, YES),
        arguments("all addresses", plugin, view("p", hostPort(80, "TCP", "")), local, no),
        arguments(
            "another address", plugin, view("p", hostPort(80, "TCP", "10.0.0.1")), local, YES));
  }

  static Stream<Arguments> room() {
    var plugin = new NodeResourcesFit();
    var small = node("a", with("1", "1Gi", 3));
    var half = Nodes.view(small, view("x", asking("600m", "100Mi")));
    var crowded = Nodes.view(node("a", with("1", "1Gi", 1)), view("x"));
    return Stream.of(
        row("fits", plugin, view("p", asking("1", "1Gi")), small, YES),
        arguments(
            "no CPU left",
            plugin,
            view("p", asking("600m", "0")),
            half,
            Verdict.unschedulable("Insufficient cpu")),
        arguments("just enough", plugin, view("p", asking("400m", "924Mi")), half, YES),
        arguments(
            "never enough memory",
            plugin,
            view("p", asking("600m", "2Gi")),
            half,
            Verdict.unresolvable("Insufficient cpu", "Insufficient memory")),
        row(
            "a resource that the node doesn't have",
            plugin,
            view("p", asking("example.com/gpu", 1)),
            small,
            Verdict.unresolvable("Insufficient example.com/gpu")),
        arguments(
            "too many pods", plugin, view("p"), crowded, Verdict.unschedulable("Too many pods")));
  }

  private static Arguments row(
      String what,
      FilterPlugin plugin,
      PodView pod,
      dev.coxswain.api.core.v1.Node node,
      Verdict wanted) {
    return arguments(what, plugin, pod, Nodes.view(node), wanted);
  }
}
