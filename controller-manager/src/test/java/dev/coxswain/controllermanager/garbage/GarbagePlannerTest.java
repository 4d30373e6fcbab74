package dev.coxswain.controllermanager.garbage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.meta.v1.OwnerReference;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.controllermanager.garbage.GarbagePlanner.Action;
import dev.coxswain.controllermanager.garbage.GarbagePlanner.Owner;
import dev.coxswain.controllermanager.garbage.GarbagePlanner.OwnerState;
import dev.coxswain.controllermanager.garbage.Graph.Node;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GarbagePlannerTest {
  static Stream<Arguments> plans() {
    var solid = owner("solid", OwnerState.SOLID);
    var absent = owner("absent", OwnerState.ABSENT);
    var waiting = owner("waiting", OwnerState.WAITING);
    var nothing = new Action.Nothing();
    var blocking = dependent("d", true, false);
    return Stream.of(
        arguments("nobody's", view(alive()), nothing),
        arguments("its owner lives", view(alive(), solid), nothing),
        arguments(
            "its owner is gone", view(alive(), absent), new Action.Delete("Background", false)),
        arguments(
            "one of two is gone",
            view(alive(), solid, absent),
            new Action.DropOwners(List.of("absent"))),
        arguments(
            "its owner waits for it",
            view(alive(), waiting),
            new Action.Delete("Background", false)),
        arguments(
            "its owner waits, it has dependents",
            new GarbagePlanner.View(alive(), List.of(waiting), List.of(blocking)),
            new Action.Delete("Foreground", false)),
        arguments(
            "a ring of owners is broken",
            new GarbagePlanner.View(
                alive(),
                List.of(waiting),
                List.of(node("d", List.of(), true, List.of(Graph.FOREGROUND)))),
            new Action.Delete("Foreground", true)),
        arguments(
            "on its way already",
            view(node("x", List.of(), true, List.of("a/b")), absent),
            nothing),
        arguments(
            "waits, and nothing is left",
            view(node("x", List.of(), true, List.of(Graph.FOREGROUND))),
            new Action.DropFinalizer(Graph.FOREGROUND)),
        arguments(
            "waits, and something blocks",
            new GarbagePlanner.View(
                node("x", List.of(), true, List.of(Graph.FOREGROUND)),
                List.of(),
                List.of(blocking, dependent("gone", true, true), dependent("free", false, false))),
            new Action.LookAt(List.of("d"))),
        arguments(
            "its dependents shall live",
            new GarbagePlanner.View(
                node("x", List.of(), true, List.of(Graph.ORPHAN)), List.of(), List.of(blocking)),
            new Action.OrphanDependents(List.of(blocking))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("plans")
  void plan(String name, GarbagePlanner.View view, Action expected) {
    assertThat(GarbagePlanner.plan(view)).isEqualTo(expected);
  }

  private static GarbagePlanner.View view(Node node, Owner... owners) {
    return new GarbagePlanner.View(node, List.of(owners), List.of());
  }

  private static Node alive() {
    return node("x", List.of(), false, List.of());
  }

  private static Node dependent(String uid, boolean blocks, boolean deleting) {
    var reference = OwnerReference.newBuilder().setUid("x").setBlockOwnerDeletion(blocks).build();
    return node(uid, List.of(reference), deleting, List.of());
  }

  private static Node node(
      String uid, List<OwnerReference> owners, boolean deleting, List<String> finalizers) {
    var key = new ObjectKey("ns", uid);
    return new Node(uid, Optional.empty(), key, owners, false, deleting, finalizers);
  }

  private static Owner owner(String uid, OwnerState state) {
    return new Owner(OwnerReference.newBuilder().setUid(uid).build(), state);
  }
}
