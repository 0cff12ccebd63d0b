//! One JSON object that several types look at: a struct and the fragments beside it, when each selects its own part.

/// Two views of one value.
#[derive(Debug)]
pub struct Both<A, B>(pub A, pub B);

/// What comes apart in two.
pub trait Views {
    /// The first view.
    type First;
    /// The other ones.
    type Rest;
    /// Takes it apart.
    fn split(self) -> (Self::First, Self::Rest);
}

impl<A, B> Views for Both<A, B> {
    type First = A;
    type Rest = B;

    fn split(self) -> (A, B) {
        (self.0, self.1)
    }
}

impl<T: Views> Views for Option<T> {
    type First = Option<T::First>;
    type Rest = Option<T::Rest>;

    fn split(self) -> (Self::First, Self::Rest) {
        self.map(T::split).unzip()
    }
}

impl<T: Views> Views for Vec<T> {
    type First = Vec<T::First>;
    type Rest = Vec<T::Rest>;

    fn split(self) -> (Self::First, Self::Rest) {
        self.into_iter().map(T::split).unzip()
    }
}

/// Takes views apart, through options and lists.
pub fn split<T: Views>(value: T) -> (T::First, T::Rest) {
    value.split()
}

/// For one view, when another one takes the value. A function, since the type is known only by what is made of it.
pub fn clone<T: Clone>(value: &T) -> T {
    value.clone()
}

/// Absent and null, where they are the same.
pub fn flatten<T>(value: Option<Option<T>>) -> Option<T> {
    value.flatten()
}
