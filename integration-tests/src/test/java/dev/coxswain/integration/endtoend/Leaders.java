package dev.coxswain.integration.endtoend;

import java.io.IOException;
import java.util.List;

/// Who leads the controller managers and the schedulers.
record Leaders(List<String> identities) {
  static Leaders of(LocalCluster cluster) throws IOException, InterruptedException {
    return new Leaders(
        cluster
            .kubectlOk(
                "get",
                "leases",
                "-n",
                "kube-system",
                "kube-controller-manager",
                "kube-scheduler",
                "-o",
                "jsonpath={range .items[*]}{.spec.holderIdentity}{\"\\n\"}{end}")
            .lines()
            .toList());
  }

  boolean haveAllChanged(Leaders before) {
    return identities.size() == before.identities().size()
        && identities.stream().noneMatch(before.identities()::contains)
        && identities.stream().noneMatch(String::isEmpty);
  }
}
