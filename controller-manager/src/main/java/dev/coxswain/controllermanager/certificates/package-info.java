/// Certificate signing requests: which are approved without a person, what the cluster's authority
/// signs, and when a request has outlived its use. Never sees a requester's private key.
package dev.coxswain.controllermanager.certificates;
