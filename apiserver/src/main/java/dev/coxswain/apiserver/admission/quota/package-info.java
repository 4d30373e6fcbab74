/// Keeps what a namespace uses within its resource quotas. [QuotaDecision] is pure; [QuotaLedger]
/// books what it decides on the quotas themselves, so that all servers share the books.
package dev.coxswain.apiserver.admission.quota;
