package dev.coxswain.apiserver.registry.apps;

import dev.coxswain.apiserver.registry.Columns;
import dev.coxswain.apiserver.registry.TableColumn;

/// Columns that the tables of several workloads have.
public final class WorkloadColumns {
  private WorkloadColumns() {}

  public static TableColumn containers() {
    return Columns.text("Containers", "Names of the containers in the pod template.").wide();
  }

  public static TableColumn images() {
    return Columns.text("Images", "Images of the containers in the pod template.").wide();
  }

  public static TableColumn selector() {
    return Columns.text("Selector", "Labels by which the pods are found.").wide();
  }

  static TableColumn desired() {
    return Columns.number("Desired", "How many pods there should be.");
  }

  static TableColumn current() {
    return Columns.number("Current", "How many pods there are.");
  }

  static TableColumn ready() {
    return Columns.number("Ready", "How many pods are ready.");
  }
}
