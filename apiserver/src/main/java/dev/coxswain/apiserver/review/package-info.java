/// Questions about users and their rights that are asked as objects: who am I, may I, who is it.
///
/// They are answered and never stored.
package dev.coxswain.apiserver.review;
