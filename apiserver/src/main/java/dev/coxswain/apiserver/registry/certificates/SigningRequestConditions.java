package dev.coxswain.apiserver.registry.certificates;

import dev.coxswain.api.certificates.v1.CertificateSigningRequest;
import dev.coxswain.api.certificates.v1.CertificateSigningRequestCondition;
import dev.coxswain.apimachinery.time.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// What is said of a signing request.
final class SigningRequestConditions {
  private static final List<String> VERDICTS = List.of("Approved", "Denied");

  private SigningRequestConditions() {}

  /// The conditions with the verdicts as they were, if there are as many of them.
  static List<CertificateSigningRequestCondition> kept(
      List<CertificateSigningRequestCondition> sent, CertificateSigningRequest existing) {
    Map<String, Iterator<CertificateSigningRequestCondition>> verdicts = new HashMap<>();
    for (var type : VERDICTS) {
      var before = SigningRequestValidation.of(type, existing);
      if (sent.stream().filter(c -> c.getType().equals(type)).count() == before.size()) {
        verdicts.put(type, before.iterator());
      }
    }
    var kept = new ArrayList<CertificateSigningRequestCondition>();
    for (var condition : sent) {
      var before = verdicts.get(condition.getType());
      kept.add(before == null ? condition : before.next());
    }
    return kept;
  }

  /// The condition with the times that it lacks; one that was as true before is as old as it was.
  static CertificateSigningRequestCondition dated(
      CertificateSigningRequestCondition condition,
      CertificateSigningRequest existing,
      Instant now) {
    var dated = condition.toBuilder();
    if (condition.getLastUpdateTime().getSeconds() == 0) {
      dated.setLastUpdateTime(Times.of(now));
    }
    if (condition.getLastTransitionTime().getSeconds() == 0) {
      var since =
          SigningRequestValidation.of(condition.getType(), existing).stream()
              .filter(before -> before.getStatus().equals(condition.getStatus()))
              .filter(before -> before.getLastTransitionTime().getSeconds() != 0)
              .map(CertificateSigningRequestCondition::getLastTransitionTime)
              .findFirst();
      dated.setLastTransitionTime(since.orElse(Times.of(now)));
    }
    return dated.build();
  }
}
