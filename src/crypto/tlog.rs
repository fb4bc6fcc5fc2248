//! The Merkle tree of RFC 6962 over stored hashes. The hash at (level, index) covers the leaves index·2^level to
//! (index+1)·2^level − 1; it is stored once they all exist and never changes, so that appending writes a few hashes, and
//! any root or proof of any earlier size reads a few.
//!
//! `read(level, index)` gives a stored hash or the reader's own error.

use crate::crypto::hash::{Hash, sha256};

/// A hash that has become complete, to be stored for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredHash {
    pub level: u8,
    pub index: u64,
    pub hash: Hash,
}

/// RFC 6962, 2.1: the hash of a leaf.
pub fn leaf_hash(leaf: &[u8]) -> Hash {
    sha256(&[&[0], leaf].concat())
}

/// RFC 6962, 2.1: the hash of an inner node.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    sha256(&[&[1], &left[..], &right[..]].concat())
}

/// The hashes that become complete when a leaf is added to a tree of `size` leaves, the leaf's own first.
pub fn append<E>(
    size: u64,
    leaf: Hash,
    mut read: impl FnMut(u8, u64) -> Result<Hash, E>,
) -> Result<Vec<StoredHash>, E> {
    let mut node = StoredHash { level: 0, index: size, hash: leaf };
    let mut new = vec![node];
    while node.index & 1 == 1 {
        let left = read(node.level, node.index - 1)?;
        node = StoredHash { level: node.level + 1, index: node.index >> 1, hash: node_hash(&left, &node.hash) };
        new.push(node);
    }
    Ok(new)
}

/// The root of the first `size` leaves.
pub fn root<E>(size: u64, mut read: impl FnMut(u8, u64) -> Result<Hash, E>) -> Result<Hash, E> {
    if size == 0 { Ok(sha256(&[])) } else { subtree(0, size, &mut read) }
}

/// The audit path of a leaf in the tree of `size` leaves, the sibling first; `None` unless `index < size`.
pub fn inclusion<E>(
    index: u64,
    size: u64,
    mut read: impl FnMut(u8, u64) -> Result<Hash, E>,
) -> Result<Option<Vec<Hash>>, E> {
    if index >= size {
        return Ok(None);
    }
    // Walk from the root to the leaf, noting the other half at each turn.
    let (mut low, mut high, mut path) = (0, size, Vec::new());
    while high - low > 1 {
        let middle = low + split(high - low);
        if index < middle {
            path.push(subtree(middle, high, &mut read)?);
            high = middle;
        } else {
            path.push(subtree(low, middle, &mut read)?);
            low = middle;
        }
    }
    path.reverse();
    Ok(Some(path))
}

/// The proof that the tree of `size` leaves begins with that of `old` leaves; `None` unless `0 < old <= size`.
pub fn consistency<E>(
    old: u64,
    size: u64,
    mut read: impl FnMut(u8, u64) -> Result<Hash, E>,
) -> Result<Option<Vec<Hash>>, E> {
    if old == 0 || old > size {
        return Ok(None);
    }
    let (mut low, mut high, mut path) = (0, size, Vec::new());
    while old < high {
        let middle = low + split(high - low);
        if old <= middle {
            path.push(subtree(middle, high, &mut read)?);
            high = middle;
        } else {
            path.push(subtree(low, middle, &mut read)?);
            low = middle;
        }
    }
    // Where the old tree is a left edge of the new one, its root is known to who asks.
    if low > 0 {
        path.push(subtree(low, high, &mut read)?);
    }
    path.reverse();
    Ok(Some(path))
}

/// Whether the path leads from the leaf's hash at `index` to the root of `size` leaves (RFC 9162, 2.1.3.2).
pub fn verify_inclusion(index: u64, size: u64, leaf: &Hash, path: &[Hash], root: &Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut node, mut last, mut hash) = (index, size - 1, *leaf);
    for beside in path {
        if last == 0 {
            return false;
        }
        if node & 1 == 1 || node == last {
            hash = node_hash(beside, &hash);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, beside);
        }
        node >>= 1;
        last >>= 1;
    }
    last == 0 && hash == *root
}

/// Whether the tree of `size` leaves begins with that of `old` leaves (RFC 9162, 2.1.4.2). Every tree begins with the
/// empty one and with itself, which need no proof.
pub fn verify_consistency(old: u64, old_root: &Hash, size: u64, root: &Hash, path: &[Hash]) -> bool {
    if old > size {
        return false;
    }
    if old == size {
        return path.is_empty() && old_root == root;
    }
    if old == 0 {
        return path.is_empty() && *old_root == sha256(&[]);
    }
    let (first, rest) = if old.is_power_of_two() {
        (old_root, path)
    } else {
        match path.split_first() {
            Some((first, rest)) => (first, rest),
            None => return false,
        }
    };
    let shift = (old - 1).trailing_ones();
    let (mut node, mut last) = ((old - 1) >> shift, (size - 1) >> shift);
    let (mut old_hash, mut new_hash) = (*first, *first);
    for beside in rest {
        if last == 0 {
            return false;
        }
        if node & 1 == 1 || node == last {
            old_hash = node_hash(beside, &old_hash);
            new_hash = node_hash(beside, &new_hash);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            new_hash = node_hash(&new_hash, beside);
        }
        node >>= 1;
        last >>= 1;
    }
    last == 0 && old_hash == *old_root && new_hash == *root
}

/// The largest power of two below `width`, for `width` of at least 2: where RFC 6962 splits a list.
fn split(width: u64) -> u64 {
    1 << (width - 1).ilog2()
}

/// The hash of the leaves `low..high`, where `low` is a multiple of the power of two that `high - low` fits into.
fn subtree<E>(low: u64, high: u64, read: &mut impl FnMut(u8, u64) -> Result<Hash, E>) -> Result<Hash, E> {
    let width = high - low;
    if width.is_power_of_two() {
        let level = width.trailing_zeros();
        return read(u8::try_from(level).unwrap_or(u8::MAX), low >> level);
    }
    let middle = low + split(width);
    let left = subtree(low, middle, read)?;
    let right = subtree(middle, high, read)?;
    Ok(node_hash(&left, &right))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;
    use std::convert::Infallible;

    type Stored = BTreeMap<(u8, u64), Hash>;

    fn grow(size: u64) -> (Stored, Vec<Hash>) {
        let (mut stored, mut leaves) = (Stored::new(), Vec::new());
        for index in 0..size {
            let leaf = leaf_hash(&index.to_be_bytes());
            for new in append(index, leaf, |l, i| Ok::<_, Infallible>(stored[&(l, i)])).unwrap() {
                assert!(stored.insert((new.level, new.index), new.hash).is_none());
            }
            leaves.push(leaf);
        }
        (stored, leaves)
    }

    /// RFC 6962, 2.1, word for word, over all leaves.
    fn by_definition(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => sha256(&[]),
            [leaf] => *leaf,
            _ => {
                let middle = usize::try_from(split(leaves.len() as u64)).unwrap();
                node_hash(&by_definition(&leaves[..middle]), &by_definition(&leaves[middle..]))
            }
        }
    }

    #[test]
    fn roots_and_proofs_of_every_size_up_to_70() {
        let (stored, leaves) = grow(70);
        let read = |l, i| Ok::<_, Infallible>(stored[&(l, i)]);
        let roots: Vec<Hash> = (0..=70).map(|size| root(size, read).unwrap()).collect();
        for size in 0..=70_u64 {
            let new = &roots[usize::try_from(size).unwrap()];
            assert_eq!(*new, by_definition(&leaves[..usize::try_from(size).unwrap()]));
            for index in 0..size {
                let leaf = &leaves[usize::try_from(index).unwrap()];
                let path = inclusion(index, size, read).unwrap().unwrap();
                assert!(verify_inclusion(index, size, leaf, &path, new), "{index} in {size}");
                assert!(!verify_inclusion(index, size, &[7; 32], &path, new));
                assert!(!verify_inclusion(index ^ 1, size, leaf, &path, new) || size == 1);
                assert!(!verify_inclusion(index, size, leaf, &[&path[..], &[[0; 32]]].concat(), new));
                if !path.is_empty() {
                    assert!(!verify_inclusion(index, size, leaf, &path[1..], new));
                }
            }
            assert_eq!(inclusion(size, size, read), Ok(None));
            for old in 1..=size {
                let path = consistency(old, size, read).unwrap().unwrap();
                let old_root = &roots[usize::try_from(old).unwrap()];
                assert!(verify_consistency(old, old_root, size, new, &path), "{old} to {size}");
                assert!(!verify_consistency(old, &[7; 32], size, new, &path));
                assert!(!verify_consistency(old, old_root, size, &[7; 32], &path));
                if old < size {
                    assert!(!verify_consistency(old, old_root, size, new, &[&path[..], &[[0; 32]]].concat()));
                    assert!(!verify_consistency(old, old_root, size, new, &path[1..]));
                }
            }
        }
    }

    #[test]
    fn a_changed_leaf_or_a_dropped_one_breaks_every_later_proof() {
        let (stored, mut leaves) = grow(20);
        let old_root = root(13, |l, i| Ok::<_, Infallible>(stored[&(l, i)])).unwrap();
        leaves[4] = leaf_hash(b"back-dated");
        let mut other = Stored::new();
        for (index, leaf) in (0..).zip(&leaves) {
            for new in append(index, *leaf, |l, i| Ok::<_, Infallible>(other[&(l, i)])).unwrap() {
                other.insert((new.level, new.index), new.hash);
            }
        }
        let read = |l, i| Ok::<_, Infallible>(other[&(l, i)]);
        let path = consistency(13, 20, read).unwrap().unwrap();
        assert!(!verify_consistency(13, &old_root, 20, &root(20, read).unwrap(), &path));
    }

    #[test]
    fn the_reader_s_error_comes_through() {
        assert_eq!(root(3, |_, _| Err::<Hash, _>("disk")), Err("disk"));
        assert_eq!(append(1, [0; 32], |_, _| Err("disk")), Err("disk"));
    }

    #[test]
    fn rfc_6962_roots_of_the_certificate_transparency_test_leaves() {
        // The eight test inputs of the Certificate Transparency reference code, and their published roots.
        let inputs =
            ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
        let roots = [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ];
        let leaves: Vec<Hash> =
            inputs.iter().map(|hex| leaf_hash(&data_encoding::HEXLOWER.decode(hex.as_bytes()).unwrap())).collect();
        for (size, expected) in roots.iter().enumerate() {
            assert_eq!(data_encoding::HEXLOWER.encode(&by_definition(&leaves[..=size])), *expected);
        }
    }
}
